import type { Result } from '@leat/base'
import { chosenKeyFor, type GivenKey, keyToUseFor } from '../api-key/key-to-use.ts'
import type { Complaint } from '../complaint.ts'
import type { Context } from '../context.ts'
import type { ApiKey } from '../session/session.ts'
import type { OnCluster } from './on-cluster.ts'

export const KEY_FLAGS = {
  'api-key': { type: 'text', summary: 'API key, instead of the one in use.' },
  'api-secret': { type: 'text', summary: 'Its secret, unless it is stored.' },
} as const

export interface KeyGiven {
  readonly 'api-key': string | undefined
  readonly 'api-secret': string | undefined
}

/** The key of the flags, else the one in use for the cluster; null when there is none. */
export function chosenKey(context: Context, { session, cluster }: OnCluster, given: KeyGiven): Result<ApiKey | null, Complaint> {
  return chosenKeyFor(context, session, cluster.id, byFlags(given))
}

/** As `chosenKey`; where there is none, one is made, kept and used from then on, and that is said. */
export function keyToUse(context: Context, { session, cluster }: OnCluster, given: KeyGiven): Promise<Result<ApiKey, Complaint>> {
  return keyToUseFor(context, session, { id: cluster.id, noun: 'Kafka cluster', purpose: 'produce and consume' }, byFlags(given))
}

function byFlags(given: KeyGiven): GivenKey {
  return { key: given['api-key'], secret: given['api-secret'], flags: ['--api-key', '--api-secret'] }
}
