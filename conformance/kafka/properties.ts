/** Server properties of a node: KRaft, small, everything on 127.0.0.1. Defaults of Kafka stay wherever they can. */

export interface Credentials {
  readonly user: string
  readonly password: string
}

export interface NodePorts {
  readonly plaintext: number
  readonly saslSsl: number
  readonly controller: number
}

export interface NodeSetting {
  readonly id: number
  readonly count: number
  readonly own: NodePorts
  readonly controllerPort: number
  readonly logDir: string
  /** PEM key store; null leaves the SASL_SSL listener out. */
  readonly keyStoreFile: string | null
  readonly credentials: Credentials
}

export function nodeProperties(node: NodeSetting): Record<string, string> {
  const replicas = String(Math.min(node.count, 3))
  const plaintext = `PLAINTEXT://127.0.0.1:${node.own.plaintext}`
  const secured = node.keyStoreFile === null ? [] : [`SASL_SSL://127.0.0.1:${node.own.saslSsl}`]
  const controller = node.id === 1 ? [`CONTROLLER://127.0.0.1:${node.own.controller}`] : []
  return {
    'process.roles': node.id === 1 ? 'broker,controller' : 'broker',
    'node.id': String(node.id),
    'controller.quorum.voters': `1@127.0.0.1:${node.controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: [plaintext, ...secured, ...controller].join(','),
    'advertised.listeners': [plaintext, ...secured].join(','),
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': node.logDir,
    // What has three copies by default must fit the number of brokers.
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': '1',
    // Fifty partitions of internal topics cost a run seconds and show nothing.
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.num.partitions': '4',
    'share.coordinator.state.topic.num.partitions': '4',
    // The wait for more members before the first rebalance: Kafka's own sample configuration sets 0, too.
    'group.initial.rebalance.delay.ms': '0',
    ...(node.keyStoreFile === null ? {} : saslSslProperties(node.keyStoreFile, node.credentials)),
  }
}

function saslSslProperties(keyStoreFile: string, credentials: Credentials): Record<string, string> {
  const { user, password } = credentials
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keyStoreFile,
    'ssl.client.auth': 'none',
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.sasl_ssl.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${user}="${password}";`,
  }
}

export function renderProperties(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}
