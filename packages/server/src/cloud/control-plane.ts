import { type Clock, fail, type Logger, type Meter, type Net, ok, type Random, type Result } from '@leat/base'
import type { Transport } from '@leat/client'
import {
  type AuditLog,
  type AuditTrail,
  type Control,
  CONTROL_SCHEMA,
  type ControlState,
  FirstClusterClosed,
  openControl,
  type PlatformFacts,
  type SeedInputs,
} from '@leat/control'
import type { HttpHandler } from '@leat/rest'
import { openStore, StoreUnreadable } from '@leat/store'
import { netProblemOf } from '../platform/net-problem.ts'
import type { StartProblem } from '../platform/problem.ts'
import type { DataClusterHost } from './cluster-host.ts'
import { type HttpListen, httpOf } from './http.ts'
import { leaderOf } from './leader.ts'
import type { Registry } from '../registry/open-registry.ts'
import type { Sessions } from './sessions.ts'
import { CONTROL_TOPIC, CONTROL_WRITER } from './system-cluster.ts'

export interface ControlPlaneOptions {
  readonly transport: Transport
  readonly host: DataClusterHost
  readonly sessions: Sessions
  readonly audit: AuditLog
  readonly auditTrail: AuditTrail
  readonly registry: () => Promise<Registry>
  readonly net: Net
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
  readonly platform: Omit<PlatformFacts, 'restEndpoint'>
  readonly seed: SeedInputs
  readonly listen: HttpListen
  readonly stopped: boolean
}

export interface ControlPlane extends AsyncDisposable {
  readonly control: Control
  /** `http://localhost:9021`; null while it is stopped. */
  readonly url: string | null
  readonly port: number
  /** As over HTTP, without a socket. */
  handler(): Promise<HttpHandler>
  /** Closes HTTP alone. */
  drain(): Promise<void>
  /** Closes HTTP; the state is followed and no more written. Data planes go on. */
  stop(): Promise<void>
  /** @throws NetError, StoreUnavailable */
  start(): Promise<void>
}

/** Opens the state, makes it lead, listens, and opens the first cluster; the others that the state names follow. @throws StoreUnavailable */
export async function openControlPlane(options: ControlPlaneOptions): Promise<Result<ControlPlane, StartProblem>> {
  try {
    return ok(await open(options))
  } catch (error) {
    const problem = problemOf(error, options)
    if (problem === null) throw error
    return fail(problem)
  }
}

function problemOf(error: unknown, { host, seed }: ControlPlaneOptions): StartProblem | null {
  if (error instanceof StoreUnreadable) return { kind: 'data-refused', reason: error.message }
  if (error instanceof FirstClusterClosed) return host.problemOf(seed.cluster.id)
  return netProblemOf(error)
}

async function open(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { transport, clock, random, logger, meter, host, audit, seed } = options
  const opening = Promise.withResolvers<Control>()
  opening.promise.catch(() => {})
  const http = httpOf(options, () => opening.promise)
  const stack = new AsyncDisposableStack()
  stack.defer(() => http.close())
  try {
    const listening = options.stopped ? Promise.resolve() : http.open()
    listening.catch(() => {})
    const store = await openStore({
      transport,
      clock,
      random,
      logger,
      topic: CONTROL_TOPIC,
      transactionalId: CONTROL_WRITER,
      schema: CONTROL_SCHEMA,
    })
    stack.use(store)
    const lead = leaderOf(store, clock, logger)
    stack.defer(() => lead.end())
    // Listeners open when the facts are read, and writers start (decision 2): only who has to write first waits for that.
    const writes = mustWrite(store.state, seed)
    const leading = options.stopped && !writes ? Promise.resolve() : lead.begin()
    leading.catch(() => {})
    if (writes) await leading
    await listening
    const platform: PlatformFacts = {
      ...options.platform,
      // Known when its port is.
      get registryEndpoint() {
        return options.platform.registryEndpoint
      },
      get restEndpoint() {
        return http.url
      },
    }
    const control = stack.use(
      await openControl({ store, host, clock, random, logger, meter, platform, seed, audit, auditTrail: options.auditTrail }),
    )
    if (options.stopped) await lead.end()
    leading.then(() => opening.resolve(control), opening.reject)

    const opened = stack.move()
    return {
      control,
      get url() {
        return http.isOpen ? http.url : null
      },
      get port() {
        return http.port
      },
      handler: () => http.handler(),
      drain: () => http.close(),
      async stop() {
        await http.close()
        await lead.end()
      },
      async start() {
        await lead.begin()
        await http.open()
      },
      async [Symbol.asyncDispose]() {
        await http.close()
        await opened.disposeAsync()
      },
    }
  } catch (error) {
    opening.reject(error)
    await stack.disposeAsync()
    throw error
  }
}

/** The first start, the first of a release with a registry, or one with other ports for the first cluster. */
function mustWrite(state: ControlState, { cluster, registryKey }: SeedInputs): boolean {
  const first = [...state.cluster.values()].find((one) => one.first)
  if (registryKey.isNew && !state['api-key'].has(registryKey.id)) return true
  return first === undefined || first.ports.join() !== cluster.ports.join()
}
