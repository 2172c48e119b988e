import type { Net } from '@leat/base'
import { ErrorCode, errorName } from '@leat/wire'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { SaslHandshake } from '@leat/wire/messages/17-sasl-handshake'
import { ApiVersions } from '@leat/wire/messages/18-api-versions'
import { SaslAuthenticate } from '@leat/wire/messages/36-sasl-authenticate'
import type { RunFile, RunListener } from '../home/run-file.ts'
import type { Key } from '../home/secrets.ts'
import { hostPort } from '../platform/listeners.ts'
import { type Check, failed, passed } from './check.ts'
import { type BrokerConnection, connectBroker } from './connection.ts'

const API_VERSIONS = 3
const METADATA = 9

export interface ListenerPatient {
  readonly net: Net
  readonly run: RunFile
  /** Null: there is none to log in with. */
  readonly key: Key | null
  /** What clients are told to trust (PEM); undefined: what the system trusts. */
  readonly ca: string | undefined
}

/** Each address of each listener, then the addresses that clients are sent to. */
export async function* examineListeners(patient: ListenerPatient): AsyncGenerator<Check> {
  for (const listener of patient.run.listeners) {
    for (const host of listener.hosts) yield* examine(patient, listener, reachable(host))
    if (!listener.hosts.includes(listener.advertisedHost)) yield* examine(patient, listener, listener.advertisedHost)
  }
}

async function* examine(patient: ListenerPatient, listener: RunListener, host: string): AsyncGenerator<Check> {
  const what = `${listener.name} ${hostPort(host, listener.port)}`
  let connection: BrokerConnection
  try {
    connection = await connectBroker(patient.net, { host, port: listener.port }, listener.name === 'PLAINTEXT' ? null : patient.ca)
  } catch (error) {
    return yield failed(`${what} reachable`, textOf(error), adviceFor(textOf(error), listener, host))
  }
  try {
    yield passed(
      `${what} reachable`,
      connection.protocol === null
        ? ''
        : `${connection.protocol}, certificate trusted by ${patient.ca === undefined ? 'the system' : 'the CA file'}`,
    )
    if (listener.name === 'SASL_SSL') {
      if (patient.key === null) return
      const login = await logIn(connection, what, patient.key)
      yield login
      if (!login.ok) return
    }
    yield* converse(connection, what, patient.run, listener)
  } catch (error) {
    yield failed(what, textOf(error), 'see the log of ./leat up for the reason; if it says nothing, this is a bug of Leat')
  } finally {
    connection.close()
  }
}

async function logIn(connection: BrokerConnection, what: string, { apiKey, apiSecret }: Key): Promise<Check> {
  const offered = await connection.request(SaslHandshake, 1, { mechanism: 'PLAIN' })
  if (offered.errorCode !== ErrorCode.NONE) {
    return failed(
      `${what} login`,
      errorName(offered.errorCode),
      `the broker offers ${offered.mechanisms.join(', ')}: this is not the listener of this Leat`,
    )
  }
  const authBytes = Buffer.from(`\0${apiKey}\0${apiSecret}`)
  const { errorCode, errorMessage } = await connection.request(SaslAuthenticate, 2, { authBytes })
  if (errorCode === ErrorCode.NONE) return passed(`${what} login`, `SASL PLAIN as ${apiKey}`)
  return failed(`${what} login`, errorMessage ?? errorName(errorCode), 'secrets.json changed since the start: ./leat down, then ./leat up')
}

async function* converse(connection: BrokerConnection, what: string, run: RunFile, listener: RunListener): AsyncGenerator<Check> {
  const client = { clientSoftwareName: 'leat-doctor', clientSoftwareVersion: '1' }
  const { errorCode, apiKeys } = await connection.request(ApiVersions, API_VERSIONS, client)
  if (errorCode !== ErrorCode.NONE) return yield failed(`${what} ApiVersions`, errorName(errorCode), 'what listens there is not this Leat')
  yield passed(`${what} ApiVersions`, `${apiKeys.length} APIs`)

  const { brokers, clusterId } = await connection.request(Metadata, METADATA, { topics: [] })
  if (clusterId !== run.cluster)
    return yield failed(`${what} Metadata`, `cluster ${clusterId}`, `another Leat listens there: this one is ${run.cluster}`)
  const addresses = brokers.map((broker) => hostPort(broker.host, broker.port)).join(', ')
  const here = brokers.some((broker) => broker.nodeId === listener.node && broker.port === listener.port)
  yield here
    ? passed(`${what} Metadata`, `clients are sent to ${addresses}`)
    : failed(
        `${what} Metadata`,
        `clients are sent to ${addresses || 'nowhere'}`,
        'restart Leat, with --advertise if clients are on other machines',
      )
}

/** A wildcard is no address to connect to. */
function reachable(host: string): string {
  return host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function adviceFor(text: string, listener: RunListener, host: string): string {
  if (/ECONNREFUSED/.test(text)) return 'nothing listens there, though Leat runs: another network namespace (a container), or restart it'
  if (/ENOTFOUND|EAI_AGAIN/.test(text))
    return `this machine does not know the host ${host}: clients will not either, choose another --advertise`
  if (/altnames|ERR_TLS_CERT_ALTNAME/i.test(text)) return `the certificate is not made for ${host}: restart with --advertise ${host}`
  if (/certificate|self.signed|issuer|verify/i.test(text))
    return 'the CA file does not belong to the certificate: ./leat down, then ./leat up, and give clients the new file'
  return listener.advertisedHost === host ? 'a firewall, a proxy or a wrong --advertise' : 'a firewall or a proxy on this machine'
}
