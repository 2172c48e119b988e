import { type Clock, type Fs, type Logger, makeDurableDir, ok, type Random, type Result, type TlsMaterial, fail } from '@leat/base'
import type { Durability } from '@leat/log'
import { type Identity, openIdentity, readIdentity } from '../home/identity.ts'
import { type HomeLayout, homeLayout, PRIVATE_DIR_MODE } from '../home/layout.ts'
import { openSecrets, type Secrets } from '../home/secrets.ts'
import { readGivenCertificate } from '../tls/given.ts'
import { isLoopback, type ListenerOptions, type ListenerPlan, planListeners } from './listeners.ts'
import type { StartProblem } from './problem.ts'

export interface PlatformOptions extends Omit<ListenerOptions, 'brokers'> {
  /** Null: as many as the data was made with; one for new data. */
  readonly brokers: 1 | 3 | null
  /** Absolute data directory of this platform; made when absent. */
  readonly dir: string
  /** `none`: never synced, for data that is thrown away. */
  readonly durability: Durability
  /** Makes key and ids reproducible; loopback only. TLS keys stay random. */
  readonly seed: string | null
  /** A certificate of the owner's instead of one from the platform's own CA. Paths of PEM files. */
  readonly certificate: { readonly cert: string; readonly key: string } | null
}

export interface Prepared {
  readonly home: HomeLayout
  readonly identity: Identity
  readonly secrets: Secrets
  readonly listeners: ListenerPlan
  /** Issuing one takes a while, in which the data thread loads. */
  readonly tls: Promise<TlsMaterial>
  /** What ids of the control plane are made from. */
  readonly random: Random
}

export interface PreparePorts {
  readonly fs: Fs
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

/** Everything that can be refused or made before the data thread is needed. */
export async function prepare(options: PlatformOptions, ports: PreparePorts): Promise<Result<Prepared, StartProblem>> {
  const { fs, clock } = ports
  const home = homeLayout(options.dir)
  const known = readIdentity(fs, home)
  if (!known.ok) return known
  const brokers = known.value?.brokers ?? options.brokers ?? 1
  if (options.brokers !== null && options.brokers !== brokers) return fail({ kind: 'other-brokers', dir: home.dir, brokers })
  const listeners = planListeners({ ...options, brokers })
  if (!listeners.ok) return listeners
  if (options.seed !== null && offLoopback(options)) return fail({ kind: 'seed-off-loopback', bind: options.bind! })
  const given = options.certificate === null ? null : readGivenCertificate(fs, options.certificate, clock.now())
  if (given?.ok === false) return given

  const random = options.seed === null ? ports.random : await seeded(`leat ids and keys of ${options.seed}`)
  const identity = openIdentity({ fs, clock, random, home, seed: options.seed, brokers })
  if (!identity.ok) return identity
  const { seed, starts } = identity.value
  if (seed !== null && offLoopback(options)) return fail({ kind: 'seed-off-loopback', bind: options.bind! })
  const secrets = openSecrets(fs, home, random)
  // Else a power loss could take the names of directories, and with them all that was synced inside.
  if (options.durability === 'none') fs.mkdirSync(home.clustersDir, PRIVATE_DIR_MODE)
  else makeDurableDir(fs, home.clustersDir, PRIVATE_DIR_MODE)

  const tls = given === null ? ownCertificate(ports, home, secrets, listeners.value) : Promise.resolve(given.value)
  // Whoever needs it is told.
  tls.catch(() => {})
  return ok({
    home,
    identity: identity.value,
    secrets,
    listeners: listeners.value,
    tls,
    random: seed === null ? ports.random : await seeded(`leat control plane of ${seed}/start ${starts}`),
  })
}

async function ownCertificate(
  { fs, clock, logger }: PreparePorts,
  home: HomeLayout,
  secrets: Secrets,
  plan: ListenerPlan,
): Promise<TlsMaterial> {
  const { openTlsMaterial } = await import('../tls/authority.ts')
  return openTlsMaterial({ fs, clock, logger, home, secrets, advertised: [plan.saslAdvertised] })
}

function offLoopback({ bind }: PlatformOptions): boolean {
  return bind !== null && !isLoopback(bind)
}

async function seeded(seed: string): Promise<Random> {
  const { seededRandom } = await import('@leat/base/sim')
  return seededRandom(seed)
}
