/** Everything a run downloads or builds lies in one git-ignored folder and is kept from run to run. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'

export const CONFORMANCE_DIR = import.meta.dirname
export const CACHE_DIR = join(CONFORMANCE_DIR, '.cache')

/** Thrown when something a run needs from the outside cannot be had: the run shows it as a named skip. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

/**
 * Runs `build` when `name` was never built from exactly these inputs (files by content). `build` gets an existing folder.
 * A build that throws leaves no stamp and is tried again by the next run.
 */
export async function cached(name: string, inputs: readonly string[], build: (dir: string) => Promise<void>): Promise<string> {
  const dir = join(CACHE_DIR, name)
  mkdirSync(dir, { recursive: true })
  const hash = createHash('sha256')
  for (const input of inputs) hash.update(readFileSync(input))
  const want = hash.digest('hex')
  const stamp = join(dir, '.stamp')
  if (readStamp(stamp) === want) return dir
  await build(dir)
  writeFileSync(stamp, want)
  return dir
}

function readStamp(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
