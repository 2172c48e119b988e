import { join } from 'node:path'
import type { Trial } from '../../lib/scenario.ts'

/** Options of `up` that keep a trial's data in its directory, on the disk that is measured. */
export function dataDirOf({ dir }: Pick<Trial, 'dir'>, name = 'leat'): readonly string[] {
  return ['--data-dir', join(dir, name)]
}

/** The id in the answer to a creation. */
export function idOf(answer: string): string {
  return (JSON.parse(answer) as { readonly id: string }).id
}
