import type { Fs } from '@leat/base'

/** Makes `dir` and its parents so that they are found after a loss of power: a new name lasts only when the directory it stands in was synced. */
export function makeDurableDir(fs: Fs, dir: string): void {
  if (fs.statSync(dir) !== null) return
  const parent = dir.slice(0, dir.lastIndexOf('/')) || '/'
  if (parent !== dir) makeDurableDir(fs, parent)
  fs.mkdirSync(dir)
  fs.syncDirSync(parent)
}
