/**
 * Kafka's text checkpoints. Version, count, then a line for each entry, fields apart by a space:
 *
 *   0                           0
 *   2                           1
 *   <topic> <partition> <offset>     <epoch> <startOffset>
 *
 * Offsets of a whole directory: `recovery-point-offset-checkpoint`, `log-start-offset-checkpoint`; our topics are topic ids.
 */
import type { Fs, Offset } from '@leat/base'

const VERSION = '0'

export function encodeCheckpoint(lines: readonly string[]): string {
  return `${VERSION}\n${lines.length}\n${lines.map((line) => `${line}\n`).join('')}`
}

/** Null when the text is not complete: a checkpoint is used whole or not at all. */
function decodeCheckpoint(text: string): readonly string[] | null {
  const [version, count, ...rest] = text.split('\n')
  const lines = rest.slice(0, -1)
  return version === VERSION && rest.at(-1) === '' && lines.length === Number(count) ? lines : null
}

/** Offsets by partition name; empty when the file is absent or damaged. */
export function readOffsets(fs: Fs, path: string): Map<string, Offset> {
  const offsets = new Map<string, Offset>()
  for (const line of readLines(fs, path) ?? []) {
    const [topic, partition, offset] = line.split(' ')
    const value = Number(offset)
    if (topic !== undefined && partition !== undefined && Number.isSafeInteger(value)) offsets.set(`${topic}/${partition}`, value)
  }
  return offsets
}

/** Puts a checkpoint in the place of the last one, whole or not at all. Synced, but for its name, without blocking the loop. Rejects with `FsError`. */
export async function replaceCheckpoint(fs: Fs, path: string, text: string, isSynced: boolean): Promise<void> {
  const temporary = `${path}.tmp`
  const file = fs.openSync(temporary, 'create')
  try {
    file.truncateSync(0)
    file.writevSync([Buffer.from(text)], 0)
    if (isSynced) await file.datasync()
  } finally {
    file.closeSync()
  }
  fs.renameSync(temporary, path)
}

export function encodeOffsets(offsets: ReadonlyMap<string, Offset>): string {
  return encodeCheckpoint([...offsets].map(([name, offset]) => `${name.replace('/', ' ')} ${offset}`))
}

export function readLines(fs: Fs, path: string): readonly string[] | null {
  return fs.statSync(path) === null ? null : decodeCheckpoint(fs.readFileSync(path).toString('utf8'))
}
