import { type Bytes, type Fs, FsError, type FsFile, type Logger, makeDurableDir } from '@leat/base'
import {
  type Entry,
  ENTRY_OVERHEAD,
  FORMAT_VERSION,
  HEADER_BYTES,
  type JournalMagic,
  checkHeader,
  decodeEntry,
  encodeEntry,
  encodeHeader,
} from './frame.ts'

/** The disk did not take the entry: nothing was changed. */
export class StorageFault extends Error {
  override readonly name = 'StorageFault'
}

/** The files cannot be read by this release, or not at all. The message says what to do. */
export class JournalUnreadable extends Error {
  override readonly name = 'JournalUnreadable'
}

export interface JournalOptions {
  readonly fs: Fs
  /** Absolute; made when absent. */
  readonly dir: string
  readonly logger: Logger
  /** False only for data that is thrown away with the process. */
  readonly sync: boolean
}

export interface OpenedJournal {
  readonly journal: Journal
  readonly snapshot: unknown
  /** What happened after the snapshot, in order. */
  readonly entries: readonly unknown[]
}

/**
 * Opens the log of decisions in `dir`: a snapshot and the entries after it. A torn tail, which only a crash in the middle of a write
 * leaves, is cut; damage before the tail is refused, because entries behind it would be lost silently.
 * @throws JournalUnreadable
 */
export function openJournal(options: JournalOptions): OpenedJournal {
  const { fs, dir, logger } = options
  if (options.sync) makeDurableDir(fs, dir)
  else fs.mkdirSync(dir)
  const snapshotPath = `${dir}/metadata.snapshot`
  const journalPath = `${dir}/metadata.journal`
  const snapshot = fs.statSync(snapshotPath) === null ? null : readSnapshot(fs, snapshotPath)
  if (fs.statSync(journalPath) === null) fs.replaceFileSync(journalPath, encodeHeader('LEATMETA'))

  const bytes = fs.readFileSync(journalPath)
  refuseHeader(bytes, 'LEATMETA', journalPath)
  const { entries, end } = readEntries(bytes, journalPath)
  const file = fs.openSync(journalPath, 'write')
  if (end < bytes.length) {
    logger.event('warn', 'metadata-tail-cut', { path: journalPath, bytes: bytes.length - end })
    file.truncateSync(end)
  }
  if (options.sync) {
    // What is read here may not be on the disk: the last process may have ended before its sync, or after a failed one, which leaves pages that
    // look clean and are lost with the power. Written again, they are synced for sure. The same holds for the file's name.
    file.writevSync([bytes.subarray(0, end)], 0)
    file.datasyncSync()
    fs.syncDirSync(dir)
  }
  const since = snapshot?.sequence ?? 0
  const last = Math.max(since, entries.at(-1)?.sequence ?? 0)
  return {
    journal: new Journal(options, file, end, last),
    snapshot: snapshot === null ? null : parse(snapshot.payload),
    // A crash between writing the snapshot and emptying the journal leaves entries that the snapshot holds already.
    entries: entries.filter((entry) => entry.sequence > since).map((entry) => parse(entry.payload)),
  }
}

/** The log of decisions: one owner, one entry at a time. */
export class Journal {
  readonly #options: JournalOptions
  #file: FsFile
  #end: Bytes
  #sequence: number
  #failed: string | null = null

  constructor(options: JournalOptions, file: FsFile, end: Bytes, sequence: number) {
    this.#options = options
    this.#file = file
    this.#end = end
    this.#sequence = sequence
  }

  get sizeBytes(): Bytes {
    return this.#end - HEADER_BYTES
  }

  /**
   * Writes and syncs one entry. Calls must not overlap.
   * @throws StorageFault when it is not on disk; after a failed sync every further call, because what the disk holds is then unknown.
   */
  async append(entry: unknown): Promise<void> {
    if (this.#failed !== null) throw new StorageFault(`the metadata journal failed earlier: ${this.#failed}`)
    const bytes = encodeEntry(this.#sequence + 1, Buffer.from(JSON.stringify(entry)))
    try {
      this.#file.writevSync([bytes], this.#end)
    } catch (error) {
      this.#cutBack(error)
      throw new StorageFault('the metadata journal was not written', { cause: error })
    }
    if (this.#options.sync) {
      try {
        await this.#file.datasync()
      } catch (error) {
        this.#failed = String(error)
        throw new StorageFault('the metadata journal was not synced', { cause: error })
      }
    }
    this.#end += bytes.length
    this.#sequence++
  }

  /** Replaces the journal so far by `state`. @throws StorageFault when that failed; nothing that was appended is lost. */
  snapshot(state: unknown): void {
    const { fs, dir } = this.#options
    try {
      fs.replaceFileSync(
        `${dir}/metadata.snapshot`,
        Buffer.concat([encodeHeader('LEATSNAP'), encodeEntry(this.#sequence, Buffer.from(JSON.stringify(state)))]),
      )
    } catch (error) {
      if (!(error instanceof FsError)) throw error
      throw new StorageFault('the metadata snapshot was not written', { cause: error })
    }
    try {
      fs.replaceFileSync(`${dir}/metadata.journal`, encodeHeader('LEATMETA'))
      const file = fs.openSync(`${dir}/metadata.journal`, 'write')
      this.#file.closeSync()
      this.#file = file
      this.#end = HEADER_BYTES
    } catch (error) {
      // Which file the name stands for is now unknown: writing on could go to one that nobody finds again.
      if (!(error instanceof FsError)) throw error
      this.#failed = String(error)
      throw new StorageFault('the metadata journal was not begun anew', { cause: error })
    }
  }

  close(): void {
    this.#file.closeSync()
  }

  /** A failed write may have left a part: it must not stand before the next entry. */
  #cutBack(cause: unknown): void {
    try {
      this.#file.truncateSync(this.#end)
    } catch {
      this.#failed = String(cause)
    }
  }
}

function readSnapshot(fs: Fs, path: string): Entry {
  const bytes = fs.readFileSync(path)
  refuseHeader(bytes, 'LEATSNAP', path)
  const entry = decodeEntry(bytes, HEADER_BYTES)
  if (entry === null) throw new JournalUnreadable(`${path} is damaged: its checksum does not fit its content`)
  return entry
}

function readEntries(bytes: Buffer, path: string): { entries: Entry[]; end: Bytes } {
  const entries: Entry[] = []
  let at = HEADER_BYTES
  for (let entry = decodeEntry(bytes, at); entry !== null; entry = decodeEntry(bytes, at)) {
    entries.push(entry)
    at += ENTRY_OVERHEAD + entry.payload.length
  }
  if (entryBehind(bytes, at)) throw new JournalUnreadable(`${path} is damaged at byte ${at}, before its end; restore it from a copy`)
  return { entries, end: at }
}

/** Whether a whole entry stands behind the damaged one: then this is no torn tail. */
function entryBehind(bytes: Buffer, damagedAt: number): boolean {
  if (bytes.length - damagedAt < ENTRY_OVERHEAD) return false
  const next = damagedAt + ENTRY_OVERHEAD + bytes.readUInt32BE(damagedAt)
  return next < bytes.length && decodeEntry(bytes, next) !== null
}

function refuseHeader(bytes: Buffer, magic: JournalMagic, path: string): void {
  const header = checkHeader(bytes, magic)
  if (header.kind === 'newer')
    throw new JournalUnreadable(
      `${path} has format ${header.version}; this release of Leat reads up to ${FORMAT_VERSION}. Start a newer one.`,
    )
  if (header.kind === 'broken') throw new JournalUnreadable(`${path} is not a metadata file of Leat, or its header is damaged`)
}

function parse(payload: Buffer): unknown {
  return JSON.parse(payload.toString('utf8')) as unknown
}
