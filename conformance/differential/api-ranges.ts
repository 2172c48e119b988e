import type { Backend } from '@leat/wire'
import type { Played } from './play.ts'

/** The name of the recording. */
export const API_VERSIONS = 'api-versions'

/** What ApiVersions tells of each API: a step per API, although it is one answer. */
export function rangesOf({ apis }: Pick<Backend, 'apis'>): Played[] {
  return [...apis.values()].map(({ api, min, max, advertisedMin }) => ({ step: api.name, outcome: { min: advertisedMin ?? min, max } }))
}
