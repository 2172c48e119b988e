import { fail, ok, type Result } from '@leat/base'
import { ConnectFault, type SocketTransport, openSocketTransport } from '@leat/client/socket'
import type { Complaint } from '../complaint.ts'
import type { Context } from '../context.ts'
import type { ApiKey, KafkaCluster } from '../session/session.ts'
import { connectComplaint } from './kafka-complaint.ts'

const CLIENT_ID = 'leat-cli'

/** To the brokers of a cluster, over TLS with a key. `signal` ends the connections. */
export async function connectKafka(
  { net, fs, clock, random }: Context,
  cluster: KafkaCluster,
  { key, secret }: ApiKey,
  signal: AbortSignal,
): Promise<Result<SocketTransport, Complaint>> {
  const tls = cluster.caFile === null ? {} : { ca: fs.readFileSync(cluster.caFile).toString('utf8') }
  const sasl = { mechanism: 'PLAIN', username: key, password: secret } as const
  const bootstrap = cluster.bootstrap.split(',').map(addressOf)
  try {
    return ok(await openSocketTransport({ net, clock, random, bootstrap, tls, sasl, clientId: CLIENT_ID, signal }))
  } catch (error) {
    if (error instanceof ConnectFault) return fail(connectComplaint(error, key, cluster))
    throw error
  }
}

/** `host:port`, `[::1]:9093` */
function addressOf(text: string): { readonly host: string; readonly port: number } {
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(colon + 1)) }
}
