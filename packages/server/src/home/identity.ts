import { type Clock, type Fs, type Random, type Result, fail, ok } from '@leat/base'
import type { StartProblem } from '../platform/problem.ts'
import { readJsonObject, stringField, writeJson } from './json-file.ts'
import { type HomeLayout, PRIVATE_DIR_MODE, PUBLIC_FILE_MODE } from './layout.ts'

/**
 * Version of the directory's layout. Data of an older release opens; a newer one is refused.
 *
 * 1: one cluster with one key. 2: a system cluster that keeps the control plane's state; a release that knows 1 alone would let in keys that were
 * deleted since.
 */
const HOME_FORMAT = 2

/** `leat.json` */
export interface Identity {
  /** The first Kafka cluster. */
  readonly cluster: string
  /** The one that keeps the platform's own state; no tenant sees it. */
  readonly systemCluster: string
  /** Whether the control plane is to run: `leat control stop` holds over restarts. */
  readonly controlStopped: boolean
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
    if (known.seed === null && known.systemCluster !== '') return ok(known)
    const systemCluster = known.systemCluster === '' ? newClusterId(random, known.cluster) : known.systemCluster
    return ok(save(fs, home, { ...known, systemCluster, starts: known.starts + 1 }))
  }
  if (!isFresh(fs, home)) return fail({ kind: 'foreign-directory', dir: home.dir })
  fs.mkdirSync(home.dir, PRIVATE_DIR_MODE)
  const cluster = newClusterId(random, '')
  return ok(
    save(fs, home, {
      cluster,
      systemCluster: newClusterId(random, cluster),
      controlStopped: false,
      createdAt: new Date(clock.now()).toISOString(),
      brokers,
      seed,
      starts: 1,
    }),
  )
}

/** Kept for the next start. */
export function saveControlStopped(fs: Fs, home: HomeLayout, controlStopped: boolean): void {
  const found = readIdentity(fs, home)
  if (found.ok && found.value !== null && found.value.controlStopped !== controlStopped) save(fs, home, { ...found.value, controlStopped })
}

/** Null when there is no platform in the directory. The id of its system cluster is empty in data of a release that had none. */
export function readIdentity(fs: Fs, home: HomeLayout): Result<Identity | null, StartProblem> {
  const file = readJsonObject(fs, home.identity)
  if (file === null) return ok(null)
  const format = file['format']
  if (typeof format !== 'number') throw new Error(`${home.identity} lacks "format"`)
  if (format > HOME_FORMAT) return fail({ kind: 'newer-format', dir: home.dir, found: format, known: HOME_FORMAT })
  return ok({
    cluster: stringField(home.identity, file, 'cluster'),
    systemCluster: format === 1 ? '' : stringField(home.identity, file, 'system_cluster'),
    controlStopped: file['control'] === 'stopped',
    createdAt: stringField(home.identity, file, 'created'),
    brokers: file['brokers'] === 3 ? 3 : 1,
    seed: typeof file['seed'] === 'string' ? file['seed'] : null,
    starts: typeof file['starts'] === 'number' ? file['starts'] : 0,
  })
}

function save(fs: Fs, home: HomeLayout, identity: Identity): Identity {
  const { cluster, systemCluster, controlStopped, createdAt, brokers, seed, starts } = identity
  const file = {
    format: HOME_FORMAT,
    cluster,
    system_cluster: systemCluster,
    created: createdAt,
    brokers,
    seed,
    starts,
    ...(controlStopped ? { control: 'stopped' } : {}),
  }
  writeJson(fs, home.identity, file, PUBLIC_FILE_MODE)
  return identity
}

/** Somebody's own files must never become part of a platform: `down --wipe` removes the whole directory. */
function isFresh(fs: Fs, home: HomeLayout): boolean {
  return fs.statSync(home.dir) === null || fs.listSync(home.dir).every((entry) => entry.name.startsWith('leat.sock'))
}

function newClusterId(random: Random, other: string): string {
  for (;;) {
    const id = `lkc-${lowerAlphanumerics(random, 6)}`
    if (id !== other) return id
  }
}

const LOWER_ALPHANUMERICS = 'abcdefghijklmnopqrstuvwxyz0123456789'

function lowerAlphanumerics(random: Random, count: number): string {
  return Array.from({ length: count }, () => LOWER_ALPHANUMERICS[random.below(LOWER_ALPHANUMERICS.length)]!).join('')
}
