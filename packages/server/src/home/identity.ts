import { type Clock, type Fs, type Random, type Result, fail, ok } from '@leat/base'
import type { StartProblem } from '../platform/problem.ts'
import { readJsonObject, stringField, writeJson } from './json-file.ts'
import { type HomeLayout, PRIVATE_DIR_MODE, PUBLIC_FILE_MODE } from './layout.ts'

/** Version of the directory's layout. Data of an older release opens; a newer one is refused. */
const HOME_FORMAT = 1

/** `leat.json` */
export interface Identity {
  readonly cluster: string
  readonly createdAt: string
  /** Partitions have their leaders among them, so their number stays. */
  readonly brokers: 1 | 3
  /** Keys made from a seed can be guessed by whoever knows it: such a directory stays on loopback for life. */
  readonly seed: string | null
  /** With a seed: how often the directory was started, this start included, so that ids of one start never come again in the next. */
  readonly starts: number
}

export interface IdentityOptions {
  readonly fs: Fs
  readonly clock: Clock
  readonly random: Random
  readonly home: HomeLayout
  readonly seed: string | null
  /** For a new directory. */
  readonly brokers: 1 | 3
}

/** Reads the directory's identity, or makes it in an absent or empty directory; counts the start. */
export function openIdentity(options: IdentityOptions): Result<Identity, StartProblem> {
  const { fs, clock, random, home, seed, brokers } = options
  const found = readIdentity(fs, home)
  if (!found.ok) return found
  if (found.value !== null) {
    const known = found.value
    if (seed !== null && seed !== known.seed) return fail({ kind: 'other-seed', dir: home.dir, seeded: known.seed !== null })
    return ok(known.seed === null ? known : save(fs, home, { ...known, starts: known.starts + 1 }))
  }
  if (!isFresh(fs, home)) return fail({ kind: 'foreign-directory', dir: home.dir })
  fs.mkdirSync(home.dir, PRIVATE_DIR_MODE)
  return ok(
    save(fs, home, {
      cluster: `lkc-${lowerAlphanumerics(random, 6)}`,
      createdAt: new Date(clock.now()).toISOString(),
      brokers,
      seed,
      starts: 1,
    }),
  )
}

/** Null when there is no platform in the directory. */
export function readIdentity(fs: Fs, home: HomeLayout): Result<Identity | null, StartProblem> {
  const file = readJsonObject(fs, home.identity)
  if (file === null) return ok(null)
  const format = file['format']
  if (typeof format !== 'number') throw new Error(`${home.identity} lacks "format"`)
  if (format > HOME_FORMAT) return fail({ kind: 'newer-format', dir: home.dir, found: format, known: HOME_FORMAT })
  return ok({
    cluster: stringField(home.identity, file, 'cluster'),
    createdAt: stringField(home.identity, file, 'created'),
    brokers: file['brokers'] === 3 ? 3 : 1,
    seed: typeof file['seed'] === 'string' ? file['seed'] : null,
    starts: typeof file['starts'] === 'number' ? file['starts'] : 0,
  })
}

function save(fs: Fs, home: HomeLayout, identity: Identity): Identity {
  const { cluster, createdAt, brokers, seed, starts } = identity
  writeJson(fs, home.identity, { format: HOME_FORMAT, cluster, created: createdAt, brokers, seed, starts }, PUBLIC_FILE_MODE)
  return identity
}

/** Somebody's own files must never become part of a platform: `down --wipe` removes the whole directory. */
function isFresh(fs: Fs, home: HomeLayout): boolean {
  return fs.statSync(home.dir) === null || fs.listSync(home.dir).every((entry) => entry.name.startsWith('leat.sock'))
}

const LOWER_ALPHANUMERICS = 'abcdefghijklmnopqrstuvwxyz0123456789'

function lowerAlphanumerics(random: Random, count: number): string {
  return Array.from({ length: count }, () => LOWER_ALPHANUMERICS[random.below(LOWER_ALPHANUMERICS.length)]!).join('')
}
