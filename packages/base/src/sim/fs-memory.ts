import { assert } from '../assert.ts'
import { type Fs, type FsEntry, FsError, type FsErrorCode, type FsFile } from '../fs.ts'
import { MemoryDirectory, MemoryFile, type MemoryNode } from './memory-tree.ts'

export type FsOperation =
  | 'open'
  | 'write'
  | 'read'
  | 'sync'
  | 'truncate'
  | 'mkdir'
  | 'list'
  | 'stat'
  | 'rename'
  | 'unlink'
  | 'remove'
  | 'link'
  | 'sync-directory'

/** Sees what happens to a disk in memory, and may make it fail: how the faulty disk is made of the sound one. */
export interface DiskWatch {
  /** Throws an `FsError` to make the call fail before it does anything. */
  before(operation: FsOperation, path: string): void
  /** How much of a write gets through, and the error that stops the rest. */
  admitWrite(path: string, bytes: number): { readonly bytes: number; readonly error: FsErrorCode | null }
  wrote(file: MemoryFile, position: number, data: Buffer): void
  truncated(file: MemoryFile, length: number): void
  /** A sync begins: the answer is called when it ends, covers what was written before it began, and throws when the sync fails. */
  syncing(file: MemoryFile, path: string): () => void
  /** Names of one directory changed in one step; null: the name is gone. */
  renamed(directory: MemoryDirectory, changes: readonly (readonly [name: string, node: MemoryNode | null])[]): void
  /** The same for the names of a directory. */
  syncingDirectory(directory: MemoryDirectory, path: string): () => void
  /** When a call that does not block takes effect. */
  later(): Promise<void>
  now(): number
}

const SOUND: DiskWatch = {
  before: () => {},
  admitWrite: (_path, bytes) => ({ bytes, error: null }),
  wrote: () => {},
  truncated: () => {},
  syncing: () => () => {},
  renamed: () => {},
  syncingDirectory: () => () => {},
  later: () => Promise.resolve(),
  now: () => 0,
}

/** A disk in memory that never fails. Files cost what they hold; modification times are 0 unless a clock is given. */
export function memoryFs(options: { readonly now?: () => number } = {}): Fs {
  return new MemoryFs(new MemoryDirectory(), options.now === undefined ? SOUND : { ...SOUND, now: options.now })
}

export class MemoryFs implements Fs {
  readonly #root: MemoryDirectory
  readonly #watch: DiskWatch

  constructor(root: MemoryDirectory, watch: DiskWatch) {
    this.#root = root
    this.#watch = watch
  }

  openSync(path: string, mode: 'read' | 'write' | 'create'): FsFile {
    this.#watch.before('open', path)
    const { directory, name } = this.#parent('open', path)
    const found = directory.entries.get(name)
    if (found instanceof MemoryDirectory) throw new FsError('EOTHER', 'open', path)
    if (found !== undefined) return new OpenMemoryFile(path, found, this.#watch)
    if (mode !== 'create') throw new FsError('ENOENT', 'open', path)
    const admitted = this.#watch.admitWrite(path, 0)
    if (admitted.error !== null) throw new FsError(admitted.error, 'open', path)
    const made = new MemoryFile()
    this.#rename(directory, [[name, made]])
    return new OpenMemoryFile(path, made, this.#watch)
  }

  mkdirSync(path: string): void {
    this.#watch.before('mkdir', path)
    let directory = this.#root
    for (const name of namesOf(path)) {
      const found = directory.entries.get(name)
      if (found instanceof MemoryFile) throw new FsError('ENOTDIR', 'mkdir', path)
      if (found === undefined) this.#rename(directory, [[name, new MemoryDirectory()]])
      const next = directory.entries.get(name)
      assert(next instanceof MemoryDirectory, 'just made')
      directory = next
    }
  }

  listSync(path: string): readonly FsEntry[] {
    this.#watch.before('list', path)
    const entries = [...this.#directory('list', path).entries]
    return entries.map(([name, node]) => ({ name, directory: node instanceof MemoryDirectory }))
  }

  statSync(path: string): { readonly size: number; readonly directory: boolean; readonly modifiedAtMs: number } | null {
    this.#watch.before('stat', path)
    const node = this.#find(path)
    if (node === null) return null
    return node instanceof MemoryFile
      ? { size: node.size, directory: false, modifiedAtMs: node.modifiedAtMs }
      : { size: 0, directory: true, modifiedAtMs: 0 }
  }

  renameSync(from: string, to: string): void {
    this.#watch.before('rename', from)
    const source = this.#parent('rename', from)
    const node = source.directory.entries.get(source.name)
    if (node === undefined) throw new FsError('ENOENT', 'rename', from)
    const target = this.#parent('rename', to)
    const there = target.directory.entries.get(target.name)
    if (there === node) return
    if (there instanceof MemoryDirectory && (there.entries.size > 0 || node instanceof MemoryFile))
      throw new FsError('ENOTEMPTY', 'rename', to)
    if (source.directory === target.directory) {
      this.#rename(source.directory, [
        [source.name, null],
        [target.name, node],
      ])
    } else {
      this.#rename(target.directory, [[target.name, node]])
      this.#rename(source.directory, [[source.name, null]])
    }
  }

  unlinkSync(path: string): void {
    this.#watch.before('unlink', path)
    const { directory, name } = this.#parent('unlink', path)
    const node = directory.entries.get(name)
    if (node === undefined) throw new FsError('ENOENT', 'unlink', path)
    if (node instanceof MemoryDirectory) throw new FsError('EOTHER', 'unlink', path)
    this.#rename(directory, [[name, null]])
  }

  removeSync(path: string): void {
    this.#watch.before('remove', path)
    const parent = this.#find(parentOf(path))
    const name = namesOf(path).at(-1)
    if (!(parent instanceof MemoryDirectory) || name === undefined || !parent.entries.has(name)) return
    this.#rename(parent, [[name, null]])
  }

  linkSync(existing: string, path: string): void {
    this.#watch.before('link', path)
    const node = this.#find(existing)
    if (!(node instanceof MemoryFile)) throw new FsError('ENOENT', 'link', existing)
    const { directory, name } = this.#parent('link', path)
    if (directory.entries.has(name)) throw new FsError('EEXIST', 'link', path)
    this.#rename(directory, [[name, node]])
  }

  async open(path: string, mode: 'read' | 'write' | 'create'): Promise<FsFile> {
    await this.#watch.later()
    return this.openSync(path, mode)
  }

  async mkdir(path: string): Promise<void> {
    await this.#watch.later()
    this.mkdirSync(path)
  }

  syncDirSync(path: string): void {
    this.#watch.before('sync-directory', path)
    this.#watch.syncingDirectory(this.#directory('sync-directory', path), path)()
  }

  async syncDir(path: string): Promise<void> {
    this.#watch.before('sync-directory', path)
    const end = this.#watch.syncingDirectory(this.#directory('sync-directory', path), path)
    await this.#watch.later()
    end()
  }

  readFileSync(path: string): Buffer {
    this.#watch.before('read', path)
    const node = this.#find(path)
    if (!(node instanceof MemoryFile)) throw new FsError('ENOENT', 'read', path)
    return node.content()
  }

  replaceFileSync(path: string, data: Buffer | string): void {
    const temporary = `${path}.tmp`
    const file = this.openSync(temporary, 'create')
    file.truncateSync(0)
    file.writevSync([typeof data === 'string' ? Buffer.from(data) : data], 0)
    file.datasyncSync()
    file.closeSync()
    this.renameSync(temporary, path)
    this.syncDirSync(parentOf(path))
  }

  #rename(directory: MemoryDirectory, changes: readonly (readonly [string, MemoryNode | null])[]): void {
    applyRename(directory.entries, changes)
    this.#watch.renamed(directory, changes)
  }

  #find(path: string): MemoryNode | null {
    let node: MemoryNode = this.#root
    for (const name of namesOf(path)) {
      const next: MemoryNode | undefined = node instanceof MemoryDirectory ? node.entries.get(name) : undefined
      if (next === undefined) return null
      node = next
    }
    return node
  }

  #directory(operation: string, path: string): MemoryDirectory {
    const node = this.#find(path)
    if (node === null) throw new FsError('ENOENT', operation, path)
    if (node instanceof MemoryFile) throw new FsError('ENOTDIR', operation, path)
    return node
  }

  #parent(operation: string, path: string): { readonly directory: MemoryDirectory; readonly name: string } {
    const name = namesOf(path).at(-1)
    if (name === undefined) throw new FsError('EOTHER', operation, path)
    return { directory: this.#directory(operation, parentOf(path)), name }
  }
}

class OpenMemoryFile implements FsFile {
  readonly path: string
  readonly #file: MemoryFile
  readonly #watch: DiskWatch
  #closed = false

  constructor(path: string, file: MemoryFile, watch: DiskWatch) {
    this.path = path
    this.#file = file
    this.#watch = watch
  }

  writevSync(chunks: readonly Buffer[], position: number): void {
    this.#before('write')
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    const admitted = this.#watch.admitWrite(this.path, bytes)
    let at = position
    let left = admitted.bytes
    for (const chunk of chunks) {
      const part = chunk.subarray(0, left)
      if (part.length === 0) continue
      this.#file.write(at, part)
      this.#watch.wrote(this.#file, at, part)
      at += part.length
      left -= part.length
    }
    this.#file.modifiedAtMs = this.#watch.now()
    if (admitted.error !== null) throw new FsError(admitted.error, 'write', this.path)
  }

  async writev(chunks: readonly Buffer[], position: number): Promise<void> {
    await this.#watch.later()
    this.writevSync(chunks, position)
  }

  readSync(target: Buffer, length: number, position: number): number {
    this.#before('read')
    return this.#file.read(target, length, position)
  }

  async read(target: Buffer, length: number, position: number): Promise<number> {
    await this.#watch.later()
    return this.readSync(target, length, position)
  }

  datasyncSync(): void {
    this.#before('sync')
    this.#watch.syncing(this.#file, this.path)()
  }

  async datasync(): Promise<void> {
    this.#before('sync')
    const end = this.#watch.syncing(this.#file, this.path)
    await this.#watch.later()
    end()
  }

  truncateSync(length: number): void {
    this.#before('truncate')
    this.#file.truncate(length)
    this.#watch.truncated(this.#file, length)
  }

  sizeSync(): number {
    this.#before('stat')
    return this.#file.size
  }

  closeSync(): void {
    this.#closed = true
  }

  #before(operation: FsOperation): void {
    assert(!this.#closed, `${this.path} is closed`)
    this.#watch.before(operation, this.path)
  }
}

export function applyRename(entries: Map<string, MemoryNode>, changes: readonly (readonly [string, MemoryNode | null])[]): void {
  for (const [name, node] of changes) {
    if (node === null) entries.delete(name)
    else entries.set(name, node)
  }
}

function namesOf(path: string): readonly string[] {
  return path.split('/').filter((name) => name !== '')
}

function parentOf(path: string): string {
  return `/${namesOf(path).slice(0, -1).join('/')}`
}
