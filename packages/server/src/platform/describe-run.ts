import type { ControlState } from '@leat/control'
import { addressesOf, type Cloud } from '../cloud/open-cloud.ts'
import type { Listening } from '../data/protocol.ts'
import type { HomeLayout } from '../home/layout.ts'
import type { RunFile, RunListener } from '../home/run-file.ts'
import type { Secrets } from '../home/secrets.ts'
import type { PortPlan } from './ports.ts'
import type { PlatformOptions } from './prepare.ts'

export interface RunParts {
  readonly options: PlatformOptions
  readonly home: HomeLayout
  readonly secrets: Secrets
  readonly systemCluster: string
  readonly cloud: Cloud
  readonly startedAt: string
}

export function describeRun({ options, home, secrets, systemCluster, cloud, startedAt }: RunParts): RunFile {
  const { plane, first, system, registry } = cloud
  const { seed } = plane.control
  const controlPort = plane.url === null ? [] : [plane.port]
  return {
    pid: process.pid,
    startedAt,
    cluster: seed.cluster.id,
    durability: options.durability,
    bootstrap: options.plaintext ? addressesOf(first, 'PLAINTEXT') : null,
    saslSslBootstrap: addressesOf(first, 'SASL_SSL'),
    caFile: options.certificate === null ? home.ca : null,
    dataDir: home.dir,
    listeners: listenersIn(first),
    cloud: {
      controlPlane: plane.url,
      organization: seed.organization.id,
      environment: seed.environment.id,
      email: secrets.admin.email,
      hasKafkaKey: seed.kafkaKey !== null,
      hasCloudKey: seed.cloudKey !== null,
      hasUser: seed.user !== null,
      hasRegistryKey: seed.registryKey !== null,
      schemaRegistry: registry.url,
      schemaRegistryCluster: registryClusterOf(plane.control.context.store.state, seed.environment.id),
      systemCluster,
      auditBootstrap: addressesOf(system, 'SASL_SSL'),
      systemListeners: listenersIn(system),
    },
    ports: [...first.listeners, ...system.listeners].map(({ port }) => port).concat(controlPort, registry.port),
  }
}

function registryClusterOf(state: ControlState, environment: string): string | null {
  return [...state['registry-cluster'].values()].find((one) => one.environment === environment)?.id ?? null
}

function listenersIn({ listeners }: Listening): readonly RunListener[] {
  return listeners.map(({ node, name, hosts, port, advertisedHost }) => ({ node, name, hosts, port, advertisedHost }))
}

export function boundPorts({ first, system, plane, registry }: Cloud): PortPlan {
  const portsOf = (name: string): readonly number[] =>
    first.listeners.flatMap((listener) => (listener.name === name ? [listener.port] : []))
  return {
    plaintext: portsOf('PLAINTEXT'),
    saslSsl: portsOf('SASL_SSL'),
    control: plane.port,
    system: system.listeners[0]!.port,
    registry: registry.port,
    clustersFrom: 0,
  }
}
