/**
 * `clean-shutdown`: what the partitions of a directory were when it was closed, so that opening scans nothing. JSON; taken away as
 * soon as the directory is open, and so absent after a crash.
 */
import type { Fs } from '@leat/base'
import type { CleanFacts } from './recovery.ts'

const FILE = 'clean-shutdown'
const VERSION = 1

interface Marker {
  readonly version: number
  readonly partitions: Readonly<Record<string, CleanFacts>>
}

export function writeMarker(fs: Fs, directory: string, partitions: ReadonlyMap<string, CleanFacts>): void {
  const marker: Marker = { version: VERSION, partitions: Object.fromEntries(partitions) }
  fs.replaceFileSync(`${directory}/${FILE}`, JSON.stringify(marker))
}

/** Reads the marker and takes it away, durably: a crash from now on is a crash. Empty when there is none. */
export function takeMarker(fs: Fs, directory: string): ReadonlyMap<string, CleanFacts> {
  const path = `${directory}/${FILE}`
  if (fs.statSync(path) === null) return new Map()
  const text = fs.readFileSync(path).toString('utf8')
  fs.unlinkSync(path)
  fs.syncDirSync(directory)
  const marker = parse(text)
  return new Map(marker === null || marker.version !== VERSION ? [] : Object.entries(marker.partitions))
}

function parse(text: string): Marker | null {
  try {
    const value: unknown = JSON.parse(text)
    return isMarker(value) ? value : null
  } catch {
    return null // written by hand or damaged: everything is recovered from the logs
  }
}

function isMarker(value: unknown): value is Marker {
  return typeof value === 'object' && value !== null && 'version' in value && 'partitions' in value && typeof value.partitions === 'object'
}
