import { type Clock, type Fs, FsError, type Millis } from '@leat/base'

/** Of one round of tabs: what is made in another window is seen soon. */
const KEPT_MS: Millis = 5_000
const ENTRIES_MAX = 16
const PRIVATE_FILE_MODE = 0o600

interface Entry {
  readonly key: string
  readonly atMs: Millis
  readonly lines: string
}

export interface IdCache {
  /** Null when there is nothing fresh. */
  read(key: string): string | null
  keep(key: string, lines: string): void
}

/** `completion.json` in the CLI's own directory. It holds names, no secrets, and losing it costs a request: what cannot be read or written is left. */
export function idCache(fs: Fs, configDir: string, clock: Clock): IdCache {
  const file = `${configDir}/completion.json`
  const isFresh = ({ atMs }: Entry): boolean => Math.abs(clock.now() - atMs) < KEPT_MS
  const entries = (): readonly Entry[] => {
    try {
      const kept = JSON.parse(fs.readFileSync(file).toString('utf8')) as readonly Entry[]
      return kept.filter(isFresh)
    } catch (error) {
      if (error instanceof FsError || error instanceof SyntaxError || error instanceof TypeError) return []
      throw error
    }
  }
  return {
    read: (key) => entries().find((entry) => entry.key === key)?.lines ?? null,
    keep(key, lines) {
      const others = entries().filter((entry) => entry.key !== key)
      const kept = [...others, { key, atMs: clock.now(), lines }].slice(-ENTRIES_MAX)
      try {
        fs.replaceFileSync(file, JSON.stringify(kept), PRIVATE_FILE_MODE)
      } catch (error) {
        if (!(error instanceof FsError)) throw error
      }
    },
  }
}
