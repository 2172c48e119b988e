import { type Fs, FsError } from './fs.ts'

/** Directories above `dir` that are looked at: more than Leat makes itself. */
const LEVELS = 4

/**
 * Makes `dir` and its parents so that they are found after a loss of power: a new name lasts only when the directory it stands in was synced.
 * That is done for directories that are there already, too: whoever made them may have been killed right before. `mode` is for those that are
 * made. Blocks; throws `FsError`.
 */
export function makeDurableDir(fs: Fs, dir: string, mode?: number): void {
  make(fs, dir, mode, LEVELS)
}

function make(fs: Fs, dir: string, mode: number | undefined, levels: number): void {
  const parent = dir.slice(0, dir.lastIndexOf('/')) || '/'
  if (parent === dir) return
  const isNew = fs.statSync(dir) === null
  if (isNew || levels > 1) make(fs, parent, mode, levels - 1)
  if (isNew) fs.mkdirSync(dir, mode)
  try {
    fs.syncDirSync(parent)
  } catch (error) {
    // Somebody else's directory, above our own, that we may pass through but not open.
    if (isNew || !(error instanceof FsError) || error.code !== 'EACCES') throw error
  }
}
