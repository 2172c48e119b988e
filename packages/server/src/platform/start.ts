import { createHash } from 'node:crypto'
import {
  type Clock,
  type Fs,
  type Link,
  type Logger,
  type Millis,
  type Random,
  type Result,
  type TlsMaterial,
  fail,
  makeDurableDir,
  ok,
  unreachable,
} from '@leat/base'
import type { Durability } from '@leat/log'
import { writeClientFiles } from '../clients/files.ts'
import { type Identity, openIdentity, readIdentity } from '../home/identity.ts'
import { type HomeLayout, homeLayout, PRIVATE_DIR_MODE } from '../home/layout.ts'
import { removeRunFile, type RunFile, writeRunFile } from '../home/run-file.ts'
import { type BootstrapKey, openSecrets, type Secrets } from '../home/secrets.ts'
import { readGivenCertificate } from '../tls/given.ts'
import { ADMIN } from './admin.ts'
import { hostPort, isLoopback, type ListenerOptions, planListeners, type PlannedListener } from './listeners.ts'
import type { BoundListener, CredentialFact, FromData, ToData } from './messages.ts'
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

/** What a platform runs on: real things in `up`, simulated ones in tests. */
export interface PlatformPorts {
  readonly fs: Fs
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** The link to the data thread, or to a data host in this thread. */
  readonly data: DataLink
}

export interface DataLink extends Link<FromData, ToData> {
  /** Ends the other side if it still runs. */
  end(): Promise<void>
}

export interface Platform extends AsyncDisposable {
  readonly run: RunFile
  readonly key: BootstrapKey
  /** Resolves with the reason when the data thread ends unasked: its brokers are offline, and this platform is over. */
  readonly failed: Promise<string>
  /** Finishes what is in flight, closes the listeners and the data cleanly. Throws when the data thread fails meanwhile. */
  stop(): Promise<void>
}

/** How long requests in flight may take once a stop began: with closing the files it stays within a second. */
const DRAIN_MS = 400 as Millis

/** Starts a platform on a data directory whose lock the caller holds. Ready means that a client can produce. */
export async function startPlatform(options: PlatformOptions, ports: PlatformPorts): Promise<Result<Platform, StartProblem>> {
  const prepared = await prepare(options, ports)
  if (!prepared.ok) {
    await ports.data.end()
    return prepared
  }
  const { home, identity, secrets, tls, planned } = prepared.value
  const { data } = ports

  const stopped = Promise.withResolvers<void>()
  const failed = Promise.withResolvers<string>()
  const started = Promise.withResolvers<Result<readonly BoundListener[], StartProblem>>()
  failed.promise.then((reason) => started.reject(new Error(`data thread: ${reason}`)), started.reject)
  started.promise.catch(() => {})
  let stopping = false
  let closed = false
  data.onMessage((message) => {
    switch (message.type) {
      case 'ready':
        return started.resolve(ok(message.listeners))
      case 'refused':
        return started.resolve(fail(message.problem))
      case 'stopped':
        closed = true
        return stopped.resolve()
      case 'failed':
        return failed.resolve(message.message)
      default:
        return unreachable(message)
    }
  })
  data.onClose((reason) => {
    if (!closed) failed.resolve(reason)
  })
  data.send({
    type: 'start',
    start: {
      dir: `${home.clustersDir}/${identity.cluster}`,
      cluster: identity.cluster,
      durability: options.durability,
      listeners: planned,
      tls,
      credentials: [credentialFact(secrets.bootstrap, identity.cluster, ports.random)],
      seed: identity.seed === null ? null : `${identity.seed}/start ${identity.starts}`,
    },
  })
  const outcome = await started.promise
  if (!outcome.ok) {
    await data.end()
    return outcome
  }

  const run = describeRun(options, home, identity, outcome.value, ports.clock)
  writeClientFiles(ports.fs, home, run, secrets.bootstrap)
  writeRunFile(ports.fs, home, run)
  const stop = async (): Promise<void> => {
    if (!stopping) {
      stopping = true
      data.send({ type: 'drain', deadlineMs: DRAIN_MS })
    }
    const failure = await Promise.race([stopped.promise.then(() => null), failed.promise])
    await data.end()
    if (failure !== null) throw new Error(`data thread failed while it stopped: ${failure}`)
    removeRunFile(ports.fs, home)
  }
  return ok({ run, key: secrets.bootstrap, failed: failed.promise, stop, [Symbol.asyncDispose]: stop })
}

interface Prepared {
  readonly home: HomeLayout
  readonly identity: Identity
  readonly secrets: Secrets
  readonly tls: TlsMaterial
  readonly planned: readonly PlannedListener[]
}

/** Everything that can be refused or made before the data thread is needed. */
async function prepare(options: PlatformOptions, ports: PlatformPorts): Promise<Result<Prepared, StartProblem>> {
  const { fs, clock, logger } = ports
  const home = homeLayout(options.dir)
  const known = readIdentity(fs, home)
  if (!known.ok) return known
  const brokers = known.value?.brokers ?? options.brokers ?? 1
  if (options.brokers !== null && options.brokers !== brokers) return fail({ kind: 'other-brokers', dir: home.dir, brokers })
  const planned = planListeners({ ...options, brokers })
  if (!planned.ok) return planned
  if (options.seed !== null && offLoopback(options)) return fail({ kind: 'seed-off-loopback', bind: options.bind! })

  const random = options.seed === null ? ports.random : await seeded(options.seed)
  const identity = openIdentity({ fs, clock, random, home, seed: options.seed, brokers })
  if (!identity.ok) return identity
  if (identity.value.seed !== null && offLoopback(options)) return fail({ kind: 'seed-off-loopback', bind: options.bind! })
  const secrets = openSecrets(fs, home, random)
  // Else a power loss could take the names of directories, and with them all that was synced inside.
  if (options.durability === 'none') fs.mkdirSync(home.clustersDir, PRIVATE_DIR_MODE)
  else makeDurableDir(fs, home.clustersDir, PRIVATE_DIR_MODE)

  if (options.certificate !== null) {
    const given = readGivenCertificate(fs, options.certificate, clock.now())
    return given.ok ? ok({ home, identity: identity.value, secrets, tls: given.value, planned: planned.value }) : given
  }
  const { openTlsMaterial } = await import('../tls/authority.ts')
  const advertised = planned.value.filter((listener) => listener.name === 'SASL_SSL').map((listener) => listener.advertisedHost)
  const tls = await openTlsMaterial({ fs, clock, logger, home, secrets, advertised })
  return ok({ home, identity: identity.value, secrets, tls, planned: planned.value })
}

function offLoopback({ bind }: PlatformOptions): boolean {
  return bind !== null && !isLoopback(bind)
}

async function seeded(seed: string): Promise<Random> {
  const { seededRandom } = await import('@leat/base/sim')
  return seededRandom(`leat ids and keys of ${seed}`)
}

function credentialFact({ apiKey, apiSecret }: BootstrapKey, tenant: string, random: Random): CredentialFact {
  const salt = random.bytes(16)
  const hash = createHash('sha256').update(salt).update(apiSecret).digest('base64')
  return { username: apiKey, principal: ADMIN, tenant, salt: salt.toString('base64'), hash }
}

function describeRun(
  options: PlatformOptions,
  home: HomeLayout,
  identity: Identity,
  listeners: readonly BoundListener[],
  clock: Clock,
): RunFile {
  const addresses = (name: BoundListener['name']): string =>
    listeners
      .filter((listener) => listener.name === name)
      .map((listener) => hostPort(listener.advertisedHost, listener.port))
      .join(',')
  return {
    pid: process.pid,
    startedAt: new Date(clock.now()).toISOString(),
    cluster: identity.cluster,
    durability: options.durability,
    bootstrap: options.plaintext ? addresses('PLAINTEXT') : null,
    saslSslBootstrap: addresses('SASL_SSL'),
    caFile: options.certificate === null ? home.ca : null,
    dataDir: home.dir,
    listeners: listeners.map(({ node, name, hosts, port, advertisedHost }) => ({ node, name, hosts, port, advertisedHost })),
  }
}
