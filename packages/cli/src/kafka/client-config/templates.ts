/** What a client needs to connect. */
export interface Connection {
  /** `host:port`, several with commas between them. */
  readonly bootstrap: string
  readonly key: string
  readonly secret: string
  /** PEM file of the CA; null: what the client trusts anyway. */
  readonly caFile: string | null
  /** Null: the configuration is for Kafka alone. */
  readonly registry: RegistryConnection | null
}

export interface RegistryConnection {
  readonly url: string
  readonly key: string
  readonly secret: string
}

type Properties = readonly (readonly [name: string, value: string])[]

const TRUST = '# The certificate authority of this Leat'

/** librdkafka, and what is made of it. Its `sasl.mechanisms` is a plural. */
export function librdkafka({ bootstrap, key, secret, caFile }: Connection): string {
  return sections([
    ['# Kafka'],
    lines([
      ['bootstrap.servers', bootstrap],
      ['security.protocol', 'SASL_SSL'],
      ['sasl.mechanisms', 'PLAIN'],
      ['sasl.username', key],
      ['sasl.password', secret],
    ]),
    caFile === null ? [] : ['', TRUST, ...lines([['ssl.ca.location', caFile]])],
    ['', '# Members that pause for a moment keep their partitions', ...lines([['session.timeout.ms', '45000']])],
  ])
}

/** Apache Kafka's own client, and what is made of it. */
export function javaProperties(connection: Connection): string {
  return sections([
    ['# Kafka', ...lines(javaConnection(connection, "'"))],
    connection.caFile === null ? [] : ['', TRUST, ...lines(javaTrust(connection.caFile))],
    ['', '# All addresses of a name are tried', ...lines([['client.dns.lookup', 'use_all_dns_ips']])],
    ['', '# Members that pause for a moment keep their partitions', ...lines([['session.timeout.ms', '45000']])],
    ['', '# Nothing that was acknowledged is lost with one broker', ...lines([['acks', 'all']])],
  ])
}

/** The same for serializers of the Schema Registry. */
export function javaWithRegistry(connection: Connection): string {
  return javaProperties(connection) + registrySection(connection, '')
}

export function pythonWithRegistry(connection: Connection): string {
  return librdkafka(connection) + registrySection(connection, '')
}

function registrySection({ registry }: Connection, prefix: string): string {
  if (registry === null) return ''
  return sections([['', '# Schema Registry', ...lines(registryProperties(registry).map(([name, value]) => [`${prefix}${name}`, value]))]])
}

function registryProperties({ url, key, secret }: RegistryConnection): Properties {
  return [
    ['schema.registry.url', url],
    ['basic.auth.credentials.source', 'USER_INFO'],
    ['basic.auth.user.info', `${key}:${secret}`],
  ]
}

export function springBoot(connection: Connection): string {
  const prefixed = (properties: Properties): string[] =>
    lines(properties.map(([name, value]) => [`spring.kafka.properties.${name}`, value]))
  return sections([
    ['# Kafka', ...prefixed(javaConnection(connection, "'"))],
    connection.caFile === null ? [] : ['', TRUST, ...prefixed(javaTrust(connection.caFile))],
    ['', '# Members that pause for a moment keep their partitions', ...prefixed([['session.timeout.ms', '45000']])],
  ]).concat(registrySection(connection, 'spring.kafka.properties.'))
}

/** The REST Proxy reads some settings plain and others as its clients'. */
export function restProxy(connection: Connection): string {
  const trust = connection.caFile === null ? [] : javaTrust(connection.caFile)
  const properties = [...javaConnection(connection, '"'), ['ssl.endpoint.identification.algorithm', 'https'] as const, ...trust]
  return sections([['# Kafka', ...lines(properties), ...lines(properties.map(([name, value]) => [`client.${name}`, value]))]])
}

export function hocon(connection: Connection): string {
  const { bootstrap, caFile, registry } = connection
  const settings = [...javaConnection(connection, "'").slice(1), ...(caFile === null ? [] : javaTrust(caFile))] as const
  const quoted = (value: string): string => (/^[\w.-]+$/.test(value) ? value : JSON.stringify(value))
  return sections([
    [
      'kafka {',
      `  bootstrap.servers = [${bootstrap
        .split(',')
        .map((one) => JSON.stringify(one))
        .join(', ')}]`,
      '',
    ],
    ['  properties {', ...settings.map(([name, value]) => `    ${name} = ${quoted(value)}`)],
    ['    client.dns.lookup = use_all_dns_ips', '    acks = all'],
    [...(registry === null ? [] : registryProperties(registry)).map(([name, value]) => `    ${name} = ${quoted(value)}`), '  }'],
    ['  consumer {', '    group.id = "ktor-consumer"', '    key.deserializer = org.apache.kafka.common.serialization.StringDeserializer'],
    ['    value.deserializer = org.apache.kafka.common.serialization.StringDeserializer', '    session.timeout.ms = 45000', '  }'],
    ['  producer {', '    client.id = "ktor-producer"', '    key.serializer = org.apache.kafka.common.serialization.StringSerializer'],
    ['    value.serializer = org.apache.kafka.common.serialization.StringSerializer', '    request.timeout.ms = 30000', '  }', '}'],
  ])
}

export function kafkajs({ bootstrap, key, secret, caFile }: Connection): string {
  return sections([
    caFile === null ? [] : ["import { readFileSync } from 'node:fs'"],
    ["import { Kafka } from 'kafkajs'", '', 'export const kafka = new Kafka({'],
    [`  brokers: ${brokers(bootstrap)},`, `  ssl: ${caFile === null ? 'true' : `{ ca: [readFileSync(${literal(caFile)}, 'utf8')] }`},`],
    [`  sasl: { mechanism: 'plain', username: ${literal(key)}, password: ${literal(secret)} },`, '})'],
  ])
}

/** Its producer and its consumer take the same settings. */
export function platformatic({ bootstrap, key, secret, caFile }: Connection): string {
  return sections([
    caFile === null ? [] : ["import { readFileSync } from 'node:fs'", ''],
    ['export const connection = {', `  bootstrapBrokers: ${brokers(bootstrap)},`],
    [`  tls: ${caFile === null ? '{}' : `{ ca: [readFileSync(${literal(caFile)}, 'utf8')] }`},`],
    [`  sasl: { mechanism: 'PLAIN', username: ${literal(key)}, password: ${literal(secret)} },`, '}'],
  ])
}

/** With the interface of KafkaJS; what is librdkafka's stands beside it. */
export function confluentJavaScript({ bootstrap, key, secret, caFile }: Connection): string {
  return sections([
    ["import { KafkaJS } from '@confluentinc/kafka-javascript'", '', 'export const kafka = new KafkaJS.Kafka({', '  kafkaJS: {'],
    [`    brokers: ${brokers(bootstrap)},`, '    ssl: true,'],
    [`    sasl: { mechanism: 'plain', username: ${literal(key)}, password: ${literal(secret)} },`, '  },'],
    caFile === null ? [] : [`  'ssl.ca.location': ${literal(caFile)},`],
    ['})'],
  ])
}

function javaConnection({ bootstrap, key, secret }: Connection, quote: string): Properties {
  const login = `org.apache.kafka.common.security.plain.PlainLoginModule required username=${quote}${key}${quote} password=${quote}${secret}${quote};`
  return [
    ['bootstrap.servers', bootstrap],
    ['security.protocol', 'SASL_SSL'],
    ['sasl.jaas.config', login],
    ['sasl.mechanism', 'PLAIN'],
  ]
}

/** PEM is understood since Kafka 2.7 (KIP-651). */
function javaTrust(caFile: string): Properties {
  return [
    ['ssl.truststore.type', 'PEM'],
    ['ssl.truststore.location', caFile],
  ]
}

function lines(properties: Properties): string[] {
  return properties.map(([name, value]) => `${name}=${value}`)
}

function sections(parts: readonly (readonly string[])[]): string {
  return `${parts.flat().join('\n')}\n`
}

function brokers(bootstrap: string): string {
  return `[${bootstrap.split(',').map(literal).join(', ')}]`
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
