import { type Clock, fail, type Fs, type Logger, type Millis, type Net, ok, type Random, type Result } from '@leat/base'
import type { HttpHandler } from '@leat/rest'
import { writeClientFiles } from '../clients/files.ts'
import type { Cloud } from '../cloud/open-cloud.ts'
import type { DataLink } from '../data/link.ts'
import { saveControlStopped } from '../home/identity.ts'
import { removeRunFile, type RunFile, writeRunFile } from '../home/run-file.ts'
import type { Secrets } from '../home/secrets.ts'
import type { StartSchemaThread } from '../registry/open-registry.ts'
import { boundPorts, describeRun } from './describe-run.ts'
import { netProblemOf } from './net-problem.ts'
import type { PortPlan } from './ports.ts'
import { type PlatformOptions, prepare, type Prepared } from './prepare.ts'
import type { StartProblem } from './problem.ts'

/** What a platform runs on: real things in `up`, simulated ones in tests. */
export interface PlatformPorts {
  readonly fs: Fs
  readonly net: Net
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** The link to the data thread, or to a data host in this thread. */
  readonly data: DataLink
  /** How threads are started that read schemas; without it they are read in this one. */
  readonly schemaThreads?: () => Promise<StartSchemaThread>
}

export interface Platform extends AsyncDisposable {
  /** As it is now: the control plane may be stopped and started. */
  readonly run: RunFile
  readonly secrets: Secrets
  /** As they are bound: a start with these finds clients where they were. */
  readonly ports: PortPlan
  /** Resolves with the reason when the data thread ends unasked: its brokers are offline, and this platform is over. */
  readonly failed: Promise<string>
  /** Stops or starts the control plane, for this run and those to come. Data planes serve on. */
  setControl(state: 'running' | 'stopped'): Promise<Result<null, StartProblem>>
  /** A one-time link that logs in to the console as the first user; null while there is no console, or no such user. */
  consoleLink(): string | null
  /** The control plane and Kafka REST without a socket; loads them. */
  http(): Promise<HttpHandler>
  /** Finishes what is in flight, closes the listeners and the data cleanly. Throws when the data thread fails meanwhile. */
  stop(): Promise<void>
}

/** How long requests in flight may take once a stop began: with closing the files it stays within a second. */
const DRAIN_MS = 400 as Millis

/** Starts a platform on a data directory whose lock the caller holds. Ready means that a client can produce. */
export async function startPlatform(options: PlatformOptions, ports: PlatformPorts): Promise<Result<Platform, StartProblem>> {
  const { data } = ports
  // Loads while the data thread does, which takes longer.
  const cloud = import('../cloud/open-cloud.ts')
  cloud.catch(() => {})
  const prepared = await prepare(options, ports)
  if (!prepared.ok) {
    await data.end()
    return prepared
  }
  const { openCloud } = await cloud
  const opened = await openCloud(prepared.value, options, ports)
  if (!opened.ok) {
    await data.end()
    return opened
  }
  return ok(platformOf(options, ports, prepared.value, opened.value))
}

function platformOf(
  options: PlatformOptions,
  { fs, clock, data }: PlatformPorts,
  { home, secrets, identity }: Prepared,
  cloud: Cloud,
): Platform {
  const startedAt = new Date(clock.now()).toISOString()
  const describe = (): RunFile => {
    const run = describeRun({ options, home, secrets, systemCluster: identity.systemCluster, cloud, startedAt })
    writeClientFiles(fs, home, run, secrets)
    writeRunFile(fs, home, run)
    return run
  }
  let run = describe()
  let turn: Promise<unknown> = Promise.resolve()
  const turnControl = async (state: 'running' | 'stopped'): Promise<Result<null, StartProblem>> => {
    try {
      if (state === 'running') await cloud.plane.start()
      else await cloud.plane.stop()
    } catch (error) {
      const problem = netProblemOf(error)
      if (problem === null) throw error
      return fail(problem)
    }
    saveControlStopped(fs, home, state === 'stopped')
    run = describe()
    return ok(null)
  }
  let stopping: Promise<void> | null = null
  const stop = (): Promise<void> => {
    stopping ??= cloud.stop(DRAIN_MS).then(
      async () => {
        await data.end()
        removeRunFile(fs, home)
      },
      async (error: unknown) => {
        await data.end()
        throw error
      },
    )
    return stopping
  }
  return {
    get run() {
      return run
    },
    secrets,
    ports: boundPorts(cloud),
    failed: cloud.failed,
    setControl(state) {
      const turned = turn.then(() => turnControl(state))
      turn = turned.catch(() => {})
      return turned
    },
    consoleLink() {
      const { url, control } = cloud.plane
      const { user } = control.seed
      return url === null || user === null ? null : `${url}/console/#link=${control.context.consoleLinks.issue(user.id)}`
    },
    http: () => cloud.plane.handler(),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
