import {
  type Clock,
  fail,
  type Fs,
  type Logger,
  type Millis,
  type Net,
  ok,
  type NodeId,
  type Random,
  type Result,
  silentMeter,
} from '@leat/base'
import type { Control, PlatformFacts } from '@leat/control'
import type { DataLink } from '../data/link.ts'
import type { ControlAsks, DataAsks, Listening } from '../data/protocol.ts'
import { type Conversation, converse } from '../link/conversation.ts'
import { hostPort } from '../platform/listeners.ts'
import type { PlatformOptions, Prepared } from '../platform/prepare.ts'
import type { StartProblem } from '../platform/problem.ts'
import { writeAcls } from './acl-writes.ts'
import { type AuditTopic, auditTopic } from './audit-log.ts'
import { auditTrail } from './audit-trail.ts'
import { dataClusterHost } from './cluster-host.ts'
import { type ControlPlane, openControlPlane } from './control-plane.ts'
import { removeLeftovers } from './remove-data.ts'
import { seedInputs } from './seed-inputs.ts'
import { type Sessions, sessionsOver } from './sessions.ts'
import { listenSystem, SYSTEM_NODES } from './system-cluster.ts'
import type { StartSchemaThread } from '../registry/open-registry.ts'
import { registryDoor, type RegistryDoor } from '../registry/door.ts'
import { netProblemOf } from '../platform/net-problem.ts'
import { warmCodecs } from './warm-codecs.ts'

export interface CloudPorts {
  readonly fs: Fs
  readonly net: Net
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly data: DataLink
  /** How threads are started that read schemas; without it they are read in this one. */
  readonly schemaThreads?: () => Promise<StartSchemaThread>
}

/** The control thread's side of a platform that is ready. */
export interface Cloud {
  readonly plane: ControlPlane
  readonly registry: RegistryDoor
  readonly first: Listening
  readonly system: Listening
  /** Resolves with the reason when the data thread ends unasked. */
  readonly failed: Promise<string>
  /** Finishes what is in flight up to the deadline, then closes everything. Throws when the data thread fails meanwhile. */
  stop(deadlineMs: Millis): Promise<void>
}

const SESSION_MS: Millis = 8 * 3_600_000

interface Parts {
  readonly data: Conversation<DataAsks>
  readonly sessions: Sessions
  readonly audit: AuditTopic
}

/**
 * The boot order (decision 2), not circular: the system cluster's engine, the state in it, the first cluster with all its facts, listeners. The engine of
 * the first cluster opens meanwhile; all other clusters follow when it is ready.
 */
export async function openCloud(prepared: Prepared, options: PlatformOptions, ports: CloudPorts): Promise<Result<Cloud, StartProblem>> {
  const { home, identity, secrets, listeners, tls, random } = prepared
  const { fs, clock, logger } = ports
  let control: Control | null = null
  const audit = auditTopic({ clock, random, logger })
  const data = converse<ControlAsks, DataAsks>(ports.data, {
    audit: (events) => audit.take(events),
    writeAcls: (change) => writeAcls(control, change),
  })
  const sessions = sessionsOver(data)
  const host = dataClusterHost({
    data,
    fs,
    clock,
    logger,
    dir: home.clustersDir,
    durability: options.durability,
    tls,
    listeners,
    seedOf: (cluster) => engineSeed(prepared, cluster),
    onGone: (cluster) => sessions.endCallers(cluster),
  })

  const parts: Parts = { data, sessions, audit }

  // It keeps Kafka's own defaults, as the control plane's plan says too.
  host.prepare({ cluster: identity.cluster, nodes: nodesUpTo(identity.brokers), settings: {} }).catch(() => {})
  const opening = host.prepare({ cluster: identity.systemCluster, nodes: SYSTEM_NODES, settings: {} })
  warmCodecs()
  const system = await opening
  if (!system.ok) return giveUp(parts, system.error)
  const transport = (clientId: string) => sessions.system(identity.systemCluster, system.value, clientId)
  const listening = tls.then((material) =>
    listenSystem(data, identity.systemCluster, { plan: listeners, tls: material, key: secrets.audit, random }),
  )
  listening.catch(() => {})
  const auditLog = transport('leat-audit-log')
  const auditPrepared = audit.prepare(auditLog)
  const ready = Promise.withResolvers<Control>()
  ready.promise.catch(() => {})
  const registry = registryDoor({
    ...ports,
    random,
    meter: silentMeter,
    cluster: identity.systemCluster,
    transport: () => transport('leat-registry'),
    control: () => ready.promise,
    trusting: options.plaintext,
    listen: {
      hosts: listeners.controlHosts,
      port: listeners.ports.registry,
      tls: listeners.controlTls ? tls : null,
      advertisedHost: listeners.controlAdvertised,
    },
  })
  const registryOpen = registry.open().then(() => null, netProblemOrThrow)
  registryOpen.catch(() => {})
  const platform: Omit<PlatformFacts, 'restEndpoint'> = {
    advertisedHost: listeners.saslAdvertised,
    caFile: options.certificate === null ? home.ca : null,
    get registryEndpoint() {
      return registry.url
    },
    brokers: identity.brokers,
    tokenSecret: secrets.tokenSecret,
    sessionMs: SESSION_MS,
  }
  const plane = await openControlPlane({
    ...ports,
    random,
    meter: silentMeter,
    transport: transport('leat-control'),
    host,
    sessions,
    audit,
    auditTrail: auditTrail(auditLog, { clock, random }),
    registry: () => registry.registry(),
    platform,
    seed: seedInputs(prepared),
    listen: {
      hosts: listeners.controlHosts,
      port: listeners.ports.control,
      tls: listeners.controlTls ? tls : null,
      advertisedHost: listeners.controlAdvertised,
    },
    stopped: identity.controlStopped,
  })
  const audited = await listening
  const closed = await registryOpen
  const problem = !plane.ok ? plane.error : !audited.ok ? audited.error : closed
  if (!plane.ok || !audited.ok || problem !== null) {
    ready.reject(new Error('the platform did not start'))
    await registry[Symbol.asyncDispose]()
    if (plane.ok) await plane.value[Symbol.asyncDispose]()
    return giveUp(parts, problem!)
  }
  ready.resolve(plane.value.control)
  control = plane.value.control
  await auditPrepared
  audit.writeTo(auditLog, () => plane.value.control.auditForm())
  clock.turn(
    () =>
      void removeLeftovers(fs, clock, home.clustersDir).catch((error) => logger.event('warn', 'leftovers-kept', { reason: String(error) })),
  )
  return ok({
    ...lifeOf(parts, plane.value, registry),
    plane: plane.value,
    registry,
    first: host.listening(identity.cluster)!,
    system: audited.value,
  })
}

export function addressesOf({ listeners }: Listening, name: 'PLAINTEXT' | 'SASL_SSL'): string {
  return listeners
    .filter((listener) => listener.name === name)
    .map((listener) => hostPort(listener.advertisedHost, listener.port))
    .join(',')
}

async function giveUp({ data, sessions }: Parts, problem: StartProblem): Promise<Result<never, StartProblem>> {
  sessions[Symbol.dispose]()
  await data.ask('drain', { deadlineMs: 0 })
  await data.ask('close', null)
  return fail(problem)
}

function lifeOf({ data, sessions, audit }: Parts, plane: ControlPlane, registry: RegistryDoor): Pick<Cloud, 'failed' | 'stop'> {
  const failed = Promise.withResolvers<string>()
  let closed = false
  void data.closed.then((reason) => {
    if (!closed) failed.resolve(reason)
  })
  return {
    failed: failed.promise,
    async stop(deadlineMs) {
      // What clients have asked for may still need the state and the audit log.
      await Promise.all([data.ask('drain', { deadlineMs }), plane.drain(), registry.drain()])
      await registry[Symbol.asyncDispose]()
      await plane[Symbol.asyncDispose]()
      await audit[Symbol.asyncDispose]()
      sessions[Symbol.dispose]()
      closed = true
      await data.ask('close', null)
    },
  }
}

function netProblemOrThrow(error: unknown): StartProblem {
  const problem = netProblemOf(error)
  if (problem === null) throw error
  return problem
}

function nodesUpTo(brokers: number): readonly NodeId[] {
  return Array.from({ length: brokers }, (_, index): NodeId => index + 1)
}

/** The first cluster's is as it always was; no two clusters get the same ids. */
function engineSeed({ identity: { seed, starts, cluster } }: Prepared, of: string): string | null {
  if (seed === null) return null
  return of === cluster ? `${seed}/start ${starts}` : `${seed}/start ${starts}/${of}`
}
