import type { Bytes } from './brand.ts'

/** What a disk may answer; the part that owns the data maps it once (Kafka: KAFKA_STORAGE_ERROR). */
export type FsErrorCode =
  | 'ENOENT'
  | 'EEXIST'
  | 'ENOTEMPTY'
  | 'ENOTDIR'
  | 'ENOSPC'
  | 'EIO'
  | 'EMFILE'
  | 'EACCES'
  | 'EROFS'
  | 'ECRASHED'
  | 'EOTHER'

/** Thrown by every `Fs` and `FsFile` call that fails. `ECRASHED` is the simulated disk after its crash. */
export class FsError extends Error {
  override readonly name = 'FsError'
  readonly code: FsErrorCode
  readonly path: string
  constructor(code: FsErrorCode, operation: string, path: string, cause?: unknown) {
    super(`${operation} ${path}: ${code}`, { cause })
    this.code = code
    this.path = path
  }
}

/**
 * An open file. Calls named `…Sync` block the loop: short ones from the page cache cost 8 µs where the pool costs 68.
 * Positions and lengths are bytes. A short write or read at the end of the file is reported by its count, all else throws `FsError`.
 */
export interface FsFile {
  readonly path: string
  /** Writes all chunks at `position` in order; throws when not all were written (the file may then hold a part of them). */
  writevSync(chunks: readonly Buffer[], position: Bytes): void
  writev(chunks: readonly Buffer[], position: Bytes): Promise<void>
  /** Reads up to `length` bytes into `target` from its start; answers how many were read. */
  readSync(target: Buffer, length: Bytes, position: Bytes): number
  read(target: Buffer, length: Bytes, position: Bytes): Promise<number>
  /** Data (and the size) reach the disk before this returns: fdatasync. A failure means that earlier writes may be lost for good. */
  datasyncSync(): void
  datasync(): Promise<void>
  truncateSync(length: Bytes): void
  sizeSync(): Bytes
  closeSync(): void
}

export interface FsEntry {
  readonly name: string
  readonly directory: boolean
}

/** The disk as a parameter: real (`@leat/base/node`), in memory and faulty (`@leat/base/sim`). An encrypting one would stand between. Paths are absolute. */
export interface Fs {
  /** `read`: must exist. `write`: reading and writing, must exist. `create`: reading and writing, made when absent. */
  openSync(path: string, mode: 'read' | 'write' | 'create'): FsFile
  /** The same without blocking the loop: a new name may have to wait for the file system's journal. */
  open(path: string, mode: 'read' | 'write' | 'create'): Promise<FsFile>
  /** Makes the directory and its parents; existing ones are fine. `mode` as in chmod. */
  mkdirSync(path: string, mode?: number): void
  /** The same without blocking the loop, with the mode that the process gives. */
  mkdir(path: string): Promise<void>
  listSync(path: string): readonly FsEntry[]
  /** Size in bytes, or null when nothing is there. */
  statSync(path: string): { readonly size: Bytes; readonly directory: boolean; readonly modifiedAtMs: number } | null
  renameSync(from: string, to: string): void
  unlinkSync(path: string): void
  /** Removes a file or a whole directory; absent is fine. */
  removeSync(path: string): void
  /** A second name for the same bytes. */
  linkSync(existing: string, path: string): void
  /** Names made, renamed or removed in the directory survive a power loss after this. */
  syncDirSync(path: string): void
  /** The same without blocking the loop; covers the names that stood there when it was called. */
  syncDir(path: string): Promise<void>
  /** The whole file. */
  readFileSync(path: string): Buffer
  /** Replaces the file in one step that a crash cannot tear: temporary name, data sync, rename, directory sync. */
  replaceFileSync(path: string, data: Buffer | string, mode?: number): void
}
