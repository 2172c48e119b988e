import { networkInterfaces } from 'node:os'
import { type Clock, type Fs, type Logger, type Meter, type Net, type Random, delay } from '@leat/base'
import { ConnectFault, type SocketTransport, type SocketTransportOptions, openSocketTransport } from '@leat/client/socket'
import { knownRegistrations, openAccess, registryHandler, registryService, threadWorker } from '@leat/registry'
import { LEAT_CLIENT_ID, type RegistryNode, openRegistryNode } from '@leat/registry/node'
import { registrySchema, type RegistryState } from '@leat/registry/state'
import type { HttpHandler } from '@leat/rest'
import { openHttp } from '@leat/rest/server'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { startSchemaThread } from '../schema-threads.ts'
import { peerDoor } from './ask-peer.ts'
import type { StandaloneSettings } from './settings.ts'

export interface StandalonePorts {
  readonly fs: Fs
  readonly net: Net
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
}

export interface Standalone extends AsyncDisposable {
  readonly url: string
  readonly node: RegistryNode<RegistryState>
}

/** For requests under way when it stops. */
const DRAIN_MS = 2_000
const AGAIN_MS = 500
const FIRST_ID = 1

/**
 * A registry as a process of its own, on any Kafka. Other nodes can reach it before it joins their group, and it serves when its log was read.
 * @throws ConnectFault, NetError, FsError
 */
export async function openStandalone(settings: StandaloneSettings, ports: StandalonePorts): Promise<Standalone> {
  const { fs, clock, logger, meter } = ports
  const { listen, advertised } = settings
  const stack = new AsyncDisposableStack()
  try {
    const stopped = new AbortController()
    stack.defer(() => stopped.abort(new Error('the registry stops')))
    const transport = stack.use(await connect(settings, ports, stopped.signal))
    const { clusterId } = await transport.call(Metadata, { topics: [] })
    const peers = stack.use(peerDoor(clock, settings.peerCa === null ? null : readText(fs, settings.peerCa)))
    const worker = stack.use(threadWorker({ start: startSchemaThread, clock, logger }))

    const handler = Promise.withResolvers<HttpHandler>()
    const tls =
      settings.certificate === null
        ? {}
        : { tls: { cert: readText(fs, settings.certificate.cert), key: readText(fs, settings.certificate.key) } }
    const host = advertised.host ?? (isAnyAddress(listen.host) ? 'localhost' : listen.host)
    const server = await openHttp({
      ...ports,
      allowedHosts: [...namesOf(listen.host, host), ...settings.allowedHosts],
      allowedOrigins: [],
      listen: { hosts: [listen.host], port: listen.port, ...tls },
      handler: () => handler.promise,
    })
    stack.defer(() => server.close(DRAIN_MS))
    if (!isLoopback(listen.host))
      logger.event('warn', 'registry-open-to-all', { host: listen.host, reason: 'whoever reaches it may change schemas' })

    const node = stack.use(
      openRegistryNode({
        ...ports,
        transport,
        ask: peers.ask,
        schema: registrySchema({ compatibilityLevel: settings.compatibilityLevel, firstId: FIRST_ID, tenants: 'single' }),
        topic: settings.topic,
        groupId: settings.groupId,
        replicationFactor: settings.replicationFactor,
        identity: { scheme: listen.scheme, host, port: advertised.port ?? server.port, isEligible: settings.isEligible },
        sticky: settings.sticky,
        headersToo: settings.headersToo,
      }),
    )
    const { modesMutable, behavesAs } = settings
    const service = registryService({ store: node.store, worker, clock, modesMutable, behavesAs })
    const info = { kafkaCluster: clusterId ?? '', group: settings.groupId }
    const parts = { service, access: openAccess(), info, clock, logger, meter }
    handler.resolve(node.serve(registryHandler(parts), knownRegistrations(parts)))
    node.join()
    const opened = stack.move()
    const url = `${listen.scheme}://${bracketed(host)}:${server.port}`
    return { url, node, [Symbol.asyncDispose]: () => opened.disposeAsync() }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** A Kafka that is not there yet is waited for; one that refuses is not. */
async function connect(settings: StandaloneSettings, ports: StandalonePorts, signal: AbortSignal): Promise<SocketTransport> {
  const { fs, net, clock, random, logger } = ports
  const { bootstrap, tls, sasl, initMsMax } = settings
  const secured: Partial<SocketTransportOptions> = {
    ...(tls === null ? {} : { tls: tls.ca === null ? {} : { ca: readText(fs, tls.ca) } }),
    ...(sasl === null ? {} : { sasl: { mechanism: 'PLAIN', ...sasl } }),
  }
  const endMs = clock.monotonic() + initMsMax
  for (;;) {
    try {
      return await openSocketTransport({ net, clock, random, bootstrap, clientId: LEAT_CLIENT_ID, signal, ...secured })
    } catch (error) {
      if (!(error instanceof ConnectFault) || error.kind !== 'unreachable' || clock.monotonic() >= endMs) throw error
      logger.event('warn', 'registry-waits-for-kafka', { reason: error.message })
      await delay(clock, AGAIN_MS, signal)
    }
  }
}

function readText(fs: Fs, path: string): string {
  return fs.readFileSync(path).toString('utf8')
}

/** Names under which requests come: pages of others cannot make a browser use them. */
function namesOf(listened: string, advertised: string): readonly string[] {
  const own = isAnyAddress(listened)
    ? Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address))
    : [listened]
  return [...new Set(['localhost', '127.0.0.1', '[::1]', bracketed(advertised), ...own.map(bracketed)])]
}

function isAnyAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
