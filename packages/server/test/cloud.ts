import { setTimeout as delay } from 'node:timers/promises'
import { Kafka, logLevel } from 'kafkajs'
import { readFileSync } from 'node:fs'
import type { UpLine } from './leat-process.ts'

/** An object of the control plane, as far as tests look into it. */
export interface CloudObject {
  readonly id: string
  readonly status?: { readonly phase: string }
  readonly spec?: { readonly kafka_bootstrap_endpoint?: string; readonly secret?: string }
  readonly data?: readonly CloudObject[]
}

export interface CloudAnswer {
  readonly status: number
  readonly body: CloudObject
}

/** The control plane over HTTP, made from nothing but the line that `up --json` printed. */
export async function cloud(line: UpLine, method: string, path: string, body?: object): Promise<CloudAnswer> {
  const authorization = `Basic ${Buffer.from(`${line.cloud_api_key}:${line.cloud_api_secret}`).toString('base64')}`
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const headers = { authorization, 'content-type': 'application/json', connection: 'close' }
  const answer = await fetch(`${line.control_plane}${path}`, { method, headers, ...sent })
  const text = await answer.text()
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as CloudObject }
}

export interface Login {
  readonly bootstrap: string
  readonly username: string
  readonly password: string
}

/** A new cluster once it is usable. */
export async function createCluster(line: UpLine, name: string, config: object = { kind: 'Standard' }): Promise<CloudObject> {
  const place = { availability: 'SINGLE_ZONE', cloud: 'AWS', region: 'us-east-1', environment: { id: line.environment } }
  const made = await cloud(line, 'POST', '/cmk/v2/clusters', { spec: { display_name: name, config, ...place } })
  if (made.status !== 202) throw new Error(JSON.stringify(made))
  return provisioned(line, made.body.id)
}

export async function provisioned(line: UpLine, id: string): Promise<CloudObject> {
  for (;;) {
    const { body } = await cloud(line, 'GET', `/cmk/v2/clusters/${id}?environment=${line.environment}`)
    if (body.status?.phase === 'PROVISIONED' && body.spec?.kafka_bootstrap_endpoint !== undefined) return body
    if (body.status?.phase === 'FAILED') throw new Error(JSON.stringify(body))
    await delay(50)
  }
}

/** A key of the first admin's for a cluster. */
export async function createKey(line: UpLine, cluster: CloudObject): Promise<Login> {
  const owner = { id: (await cloud(line, 'GET', '/iam/v2/users')).body.data![0]!.id }
  const spec = { display_name: 'of a test', owner, resource: { id: cluster.id, environment: line.environment } }
  const { status, body } = await cloud(line, 'POST', '/iam/v2/api-keys', { spec })
  if (status !== 202) throw new Error(JSON.stringify(body))
  return { bootstrap: bootstrapOf(cluster), username: body.id, password: body.spec!.secret! }
}

export function bootstrapOf(cluster: CloudObject): string {
  return cluster.spec!.kafka_bootstrap_endpoint!.replace('SASL_SSL://', '')
}

/** Clusters made at run time make no topics by themselves, as the cloud's do not. */
export async function createTopic(kafka: Kafka, topic: string): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] })
  await admin.disconnect()
}

/** A foreign client with this login. */
export function clientOf(line: UpLine, { bootstrap, username, password }: Login): Kafka {
  return new Kafka({
    brokers: [bootstrap],
    ssl: { ca: [readFileSync(line.ca_file, 'utf8')] },
    sasl: { mechanism: 'plain', username, password },
    logLevel: logLevel.NOTHING,
    retry: { retries: 1, initialRetryTime: 50 },
  })
}
