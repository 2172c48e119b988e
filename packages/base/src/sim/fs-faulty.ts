/**
 * A disk that forgets. It keeps what was synced apart from what was written; a power loss leaves an arbitrary subset of the unsynced
 * sectors of each file, and of the unsynced changes of each directory a prefix (journaling file systems keep their order).
 * A failed sync drops the dirty pages, as Linux does: reads still see them, but no later sync makes them durable.
 */
import { type Fs, FsError, type FsErrorCode } from '../fs.ts'
import type { Random } from '../random.ts'
import { type DiskWatch, type FsOperation, MemoryFs, applyRename } from './fs-memory.ts'
import { MemoryDirectory, MemoryFile, type MemoryNode } from './memory-tree.ts'

/** What a disk writes in one piece. */
const SECTOR_BYTES = 512

export interface ScriptedFault {
  readonly operation: FsOperation
  readonly path: RegExp
  readonly code: FsErrorCode
}

/** Set at any time; each takes effect with the next call. */
export interface DiskFaults {
  /** While true, every write and every new file fails with ENOSPC. */
  full: boolean
  /** Bytes that may still be written before the disk is full; null for no limit. */
  bytesLeft: number | null
  /** The write with this number (counted down to 0) is torn at a random byte, and the disk stops there: ECRASHED. */
  writesUntilCrash: number | null
  /** Syncs answer that all is well and do nothing: to prove that a test would notice. */
  ignoreSyncs: boolean
  /** When calls that do not block take effect; in the next microtask by default. */
  later: () => Promise<void>
  readonly scripted: ScriptedFault[]
}

export interface FaultyFs extends Fs {
  readonly faults: DiskFaults
  readonly crashed: boolean
  /**
   * The machine stops here: every call on this view fails with ECRASHED from now on. Answers the disk that the next start finds.
   * `process`: all that was written is there (`kill -9`). `power`: what was synced is there, and by chance some of the rest.
   */
  crash(mode: 'process' | 'power'): FaultyFs
}

export interface FaultyFsOptions {
  readonly random: Random
  readonly now?: () => number
}

type FileChange = { readonly at: number; readonly data: Buffer } | { readonly length: number }
type NameChange = readonly (readonly [name: string, node: MemoryNode | null])[]

/** What the platters hold beside what the page cache shows. */
interface Durable {
  readonly files: WeakMap<MemoryFile, Kept<MemoryFile, FileChange>>
  readonly directories: WeakMap<MemoryDirectory, Kept<Map<string, MemoryNode>, NameChange>>
}

interface Kept<Synced, Change> {
  readonly synced: Synced
  /** In order. */
  readonly pending: Change[]
  /** How many changes were pending once and are no more. */
  ended: number
}

function kept<Synced, Change>(synced: Synced): Kept<Synced, Change> {
  return { synced, pending: [], ended: 0 }
}

/** The changes that a sync beginning now will cover, taken when it ends: another one may have ended in between. */
function coveredNow<Change>(state: Kept<unknown, Change>): () => readonly Change[] {
  const covered = state.ended + state.pending.length
  return () => {
    const taken = state.pending.splice(0, Math.max(0, covered - state.ended))
    state.ended += taken.length
    return taken
  }
}

export function faultyFs(options: FaultyFsOptions): FaultyFs {
  return openFaulty(new MemoryDirectory(), { files: new WeakMap(), directories: new WeakMap() }, options)
}

function openFaulty(root: MemoryDirectory, durable: Durable, options: FaultyFsOptions): FaultyFs {
  const faults: DiskFaults = {
    full: false,
    bytesLeft: null,
    writesUntilCrash: null,
    ignoreSyncs: false,
    later: () => Promise.resolve(),
    scripted: [],
  }
  const { random } = options
  let crashed = false

  const fileOf = (file: MemoryFile) => {
    let state = durable.files.get(file)
    if (state === undefined) durable.files.set(file, (state = kept(new MemoryFile())))
    return state
  }
  const directoryOf = (directory: MemoryDirectory) => {
    let state = durable.directories.get(directory)
    if (state === undefined) durable.directories.set(directory, (state = kept(new Map<string, MemoryNode>())))
    return state
  }
  const scriptedError = (operation: FsOperation, path: string): FsErrorCode | null =>
    faults.scripted.find((fault) => fault.operation === operation && fault.path.test(path))?.code ?? null

  const watch: DiskWatch = {
    before(operation, path) {
      if (crashed) throw new FsError('ECRASHED', operation, path)
      if (operation === 'write' || operation === 'sync') return // decided where the size, or what is dirty, is known
      const code = scriptedError(operation, path)
      if (code !== null) throw new FsError(code, operation, path)
    },
    admitWrite(path, bytes) {
      if (faults.writesUntilCrash !== null && bytes > 0 && faults.writesUntilCrash-- <= 0) {
        crashed = true
        return { bytes: random.below(bytes + 1), error: 'ECRASHED' }
      }
      const code = bytes > 0 ? scriptedError('write', path) : null
      if (code !== null) return { bytes: random.below(bytes + 1), error: code }
      if (faults.full) return { bytes: 0, error: 'ENOSPC' }
      if (faults.bytesLeft === null) return { bytes, error: null }
      const admitted = Math.min(bytes, faults.bytesLeft)
      faults.bytesLeft -= admitted
      return { bytes: admitted, error: admitted < bytes ? 'ENOSPC' : null }
    },
    wrote(file, position, data) {
      fileOf(file).pending.push({ at: position, data: Buffer.from(data) })
    },
    truncated(file, length) {
      fileOf(file).pending.push({ length })
    },
    syncing(file, path) {
      const state = fileOf(file)
      const covered = coveredNow(state)
      return () => {
        if (crashed) throw new FsError('ECRASHED', 'sync', path)
        const code = scriptedError('sync', path)
        if (faults.ignoreSyncs && code === null) return
        const written = covered()
        if (code !== null) throw new FsError(code, 'sync', path)
        for (const change of written) applyChange(state.synced, change)
      }
    },
    renamed(directory, changes) {
      directoryOf(directory).pending.push(changes)
    },
    syncingDirectory(directory, path) {
      const state = directoryOf(directory)
      const covered = coveredNow(state)
      return () => {
        if (crashed) throw new FsError('ECRASHED', 'sync-directory', path)
        if (faults.ignoreSyncs) return
        for (const changes of covered()) applyRename(state.synced, changes)
      }
    },
    later: () => faults.later(),
    now: options.now ?? (() => 0),
  }

  return new FaultyMemoryFs(root, watch, {
    faults,
    isCrashed: () => crashed,
    crash(mode) {
      crashed = true
      if (mode === 'process') return openFaulty(root, durable, options)
      const survivors = afterPowerLoss(root, durable, random)
      return openFaulty(survivors.root, survivors.durable, options)
    },
  })
}

interface FaultyState {
  readonly faults: DiskFaults
  readonly isCrashed: () => boolean
  readonly crash: (mode: 'process' | 'power') => FaultyFs
}

class FaultyMemoryFs extends MemoryFs implements FaultyFs {
  readonly #state: FaultyState

  constructor(root: MemoryDirectory, watch: DiskWatch, state: FaultyState) {
    super(root, watch)
    this.#state = state
  }

  get faults(): DiskFaults {
    return this.#state.faults
  }

  get crashed(): boolean {
    return this.#state.isCrashed()
  }

  crash(mode: 'process' | 'power'): FaultyFs {
    return this.#state.crash(mode)
  }
}

function afterPowerLoss(root: MemoryDirectory, before: Durable, random: Random): { root: MemoryDirectory; durable: Durable } {
  const durable: Durable = { files: new WeakMap(), directories: new WeakMap() }
  const copies = new Map<MemoryNode, MemoryNode>()
  // Now and then nothing or everything survives: the two ends are worth more than the middle.
  const keepOutOf4 = random.below(5)
  const survives = () => random.below(4) < keepOutOf4

  const copyOf = (node: MemoryNode): MemoryNode => {
    const known = copies.get(node)
    if (known !== undefined) return known
    if (node instanceof MemoryDirectory) {
      const made = new MemoryDirectory()
      copies.set(node, made)
      for (const [name, child] of survivingNames(node)) made.entries.set(name, copyOf(child))
      durable.directories.set(made, kept(new Map(made.entries)))
      return made
    }
    const made = new MemoryFile()
    copies.set(node, made)
    const state = before.files.get(node)
    if (state !== undefined) {
      made.write(0, state.synced.content())
      for (const change of state.pending) applySurviving(made, change, survives)
    }
    const synced = new MemoryFile()
    synced.write(0, made.content())
    made.modifiedAtMs = node.modifiedAtMs
    durable.files.set(made, kept(synced))
    return made
  }
  const survivingNames = (directory: MemoryDirectory): Map<string, MemoryNode> => {
    const state = before.directories.get(directory)
    const names = new Map(state?.synced)
    for (const changes of state?.pending ?? []) {
      if (!survives()) break
      applyRename(names, changes)
    }
    return names
  }

  const copy = copyOf(root)
  return { root: copy instanceof MemoryDirectory ? copy : new MemoryDirectory(), durable }
}

function applyChange(file: MemoryFile, change: FileChange): void {
  if ('length' in change) file.truncate(change.length)
  else file.write(change.at, change.data)
}

function applySurviving(file: MemoryFile, change: FileChange, survives: () => boolean): void {
  if ('length' in change) {
    if (survives()) file.truncate(change.length)
    return
  }
  for (let from = 0; from < change.data.length;) {
    const to = Math.min(change.data.length, from + SECTOR_BYTES - ((change.at + from) % SECTOR_BYTES))
    if (survives()) file.write(change.at + from, change.data.subarray(from, to))
    from = to
  }
}
