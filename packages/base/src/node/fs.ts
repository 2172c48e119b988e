import * as fs from 'node:fs'
import { dirname } from 'node:path'
import { type Fs, type FsEntry, FsError, type FsErrorCode, type FsFile } from '../fs.ts'

const FLAGS = { read: 'r', write: 'r+', create: fs.constants.O_RDWR | fs.constants.O_CREAT } as const
const CODES: ReadonlySet<string> = new Set<FsErrorCode>([
  'ENOENT',
  'EEXIST',
  'ENOTEMPTY',
  'ENOTDIR',
  'ENOSPC',
  'EIO',
  'EMFILE',
  'EACCES',
  'EROFS',
])
/** A quota that is used up is a full disk to us. */
const SAME_AS: Readonly<Record<string, FsErrorCode>> = { EDQUOT: 'ENOSPC', ENFILE: 'EMFILE', EPERM: 'EACCES' }

/** The real disk. */
export function nodeFs(): Fs {
  return {
    openSync: (path, mode) =>
      new NodeFile(
        path,
        attempt('open', path, () => fs.openSync(path, FLAGS[mode])),
      ),
    open: (path, mode) =>
      new Promise((resolve, reject) => {
        fs.open(path, FLAGS[mode], (error, fd) =>
          error === null ? resolve(new NodeFile(path, fd)) : reject(toFsError('open', path, error)),
        )
      }),
    mkdir: (path) =>
      new Promise((resolve, reject) => {
        fs.mkdir(path, { recursive: true }, (error) => (error === null ? resolve() : reject(toFsError('mkdir', path, error))))
      }),
    mkdirSync: (path, mode) =>
      void attempt('mkdir', path, () => fs.mkdirSync(path, { recursive: true, ...(mode === undefined ? {} : { mode }) })),
    listSync: (path) => attempt('list', path, () => fs.readdirSync(path, { withFileTypes: true }).map(toEntry)),
    statSync(path) {
      const stats = attempt('stat', path, () => fs.statSync(path, { throwIfNoEntry: false }))
      return stats === undefined ? null : { size: stats.size, directory: stats.isDirectory(), modifiedAtMs: stats.mtimeMs }
    },
    renameSync: (from, to) => attempt('rename', from, () => fs.renameSync(from, to)),
    unlinkSync: (path) => attempt('unlink', path, () => fs.unlinkSync(path)),
    removeSync: (path) => attempt('remove', path, () => fs.rmSync(path, { recursive: true, force: true })),
    linkSync: (existing, path) => attempt('link', path, () => fs.linkSync(existing, path)),
    syncDirSync: (path) => attempt('sync-directory', path, () => syncDirectory(path)),
    syncDir: (path) => syncDirectoryInPool(path),
    readFileSync: (path) => attempt('read', path, () => fs.readFileSync(path)),
    replaceFileSync: (path, data, mode) => attempt('replace', path, () => replaceFile(path, data, mode)),
  }
}

class NodeFile implements FsFile {
  readonly path: string
  readonly #fd: number

  constructor(path: string, fd: number) {
    this.path = path
    this.#fd = fd
  }

  writevSync(chunks: readonly Buffer[], position: number): void {
    attempt('write', this.path, () => {
      for (let left = chunks, at = position; left.length > 0;) {
        const written = fs.writevSync(this.#fd, left, at)
        at += written
        left = behind(left, written)
      }
    })
  }

  writev(chunks: readonly Buffer[], position: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const writeFrom = (left: readonly Buffer[], at: number): void => {
        if (left.length === 0) return resolve()
        fs.writev(this.#fd, left, at, (error, written) => {
          if (error !== null) reject(toFsError('write', this.path, error))
          else writeFrom(behind(left, written), at + written)
        })
      }
      writeFrom(chunks, position)
    })
  }

  readSync(target: Buffer, length: number, position: number): number {
    return attempt('read', this.path, () => {
      let done = 0
      while (done < length) {
        const read = fs.readSync(this.#fd, target, done, length - done, position + done)
        if (read === 0) break
        done += read
      }
      return done
    })
  }

  read(target: Buffer, length: number, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const readFrom = (done: number): void => {
        fs.read(this.#fd, target, done, length - done, position + done, (error, read) => {
          if (error !== null) reject(toFsError('read', this.path, error))
          else if (read === 0 || done + read === length) resolve(done + read)
          else readFrom(done + read)
        })
      }
      if (length === 0) resolve(0)
      else readFrom(0)
    })
  }

  datasyncSync(): void {
    attempt('sync', this.path, () => fs.fdatasyncSync(this.#fd))
  }

  datasync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fs.fdatasync(this.#fd, (error) => (error === null ? resolve() : reject(toFsError('sync', this.path, error))))
    })
  }

  truncateSync(length: number): void {
    attempt('truncate', this.path, () => fs.ftruncateSync(this.#fd, length))
  }

  sizeSync(): number {
    return attempt('stat', this.path, () => fs.fstatSync(this.#fd).size)
  }

  closeSync(): void {
    attempt('close', this.path, () => fs.closeSync(this.#fd))
  }
}

/** What is left of `chunks` when the first `bytes` are written: the system may take less than it was given. */
function behind(chunks: readonly Buffer[], bytes: number): readonly Buffer[] {
  let left = bytes
  for (const [i, chunk] of chunks.entries()) {
    if (left < chunk.length) return [chunk.subarray(left), ...chunks.slice(i + 1)]
    left -= chunk.length
  }
  return []
}

function replaceFile(path: string, data: Buffer | string, mode = 0o666): void {
  const temporary = `${path}.tmp`
  fs.rmSync(temporary, { force: true }) // an older one may have another mode
  const fd = fs.openSync(temporary, 'wx', mode)
  try {
    fs.writeFileSync(fd, data)
    fs.fdatasyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
  fs.renameSync(temporary, path)
  syncDirectory(dirname(path))
}

function syncDirectory(path: string): void {
  const fd = fs.openSync(path, 'r')
  try {
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}

function syncDirectoryInPool(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (error: Error | null): void => (error === null ? resolve() : reject(toFsError('sync-directory', path, error)))
    fs.open(path, 'r', (notOpened, fd) => {
      if (notOpened !== null) end(notOpened)
      else fs.fsync(fd, (notSynced) => fs.close(fd, (notClosed) => end(notSynced ?? notClosed ?? null)))
    })
  })
}

function toEntry(entry: fs.Dirent): FsEntry {
  return { name: entry.name, directory: entry.isDirectory() }
}

function attempt<T>(operation: string, path: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw toFsError(operation, path, error)
  }
}

function toFsError(operation: string, path: string, cause: unknown): FsError {
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  return new FsError(SAME_AS[code] ?? (isFsErrorCode(code) ? code : 'EOTHER'), operation, path, cause)
}

function isFsErrorCode(code: string): code is FsErrorCode {
  return CODES.has(code)
}
