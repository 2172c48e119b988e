import { type Bytes, type Fs, FsError, type FsFile } from '@leat/base'
import { SYNC_FAILED } from './file-names.ts'

/*
 * After a failed sync the kernel may call pages clean that never reached the disk. A process that starts then reads them from the page cache, finds them
 * whole, syncs them "successfully", and a power loss takes them all the same. So the failure is marked. The mark needs no sync itself: it lasts as
 * long as those pages do.
 */
const COPY_BYTES = 1024 * 1024

/** A full disk may have no room for a new file, but has for a second name of an old one: then `logPath`, which stays untouched, is the mark. */
export function markSyncFailed(fs: Fs, directory: string, logPath: string): void {
  const mark = `${directory}/${SYNC_FAILED}`
  if (attempt(() => fs.openSync(mark, 'create').closeSync())) return
  attempt(() => fs.linkSync(logPath, mark))
}

/** False when the disk refuses. */
function attempt(work: () => void): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (!(error instanceof FsError)) throw error
    return false
  }
}

export function hasSyncFailed(fs: Fs, directory: string): boolean {
  return fs.statSync(`${directory}/${SYNC_FAILED}`) !== null
}

export function unmarkSyncFailed(fs: Fs, directory: string): void {
  fs.unlinkSync(`${directory}/${SYNC_FAILED}`)
}

/** Makes every page of the file dirty again, with the bytes it shows. */
export function writeAgain(file: FsFile, sizeBytes: Bytes): void {
  const piece = Buffer.allocUnsafe(Math.min(COPY_BYTES, sizeBytes))
  for (let at = 0; at < sizeBytes;) {
    const read = file.readSync(piece, Math.min(piece.length, sizeBytes - at), at)
    if (read === 0) return
    file.writevSync([piece.subarray(0, read)], at)
    at += read
  }
}
