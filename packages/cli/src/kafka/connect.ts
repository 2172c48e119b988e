import { fail, ok, type Result } from '@leat/base'
import { ConnectFault, type SocketTransport, openSocketTransport } from '@leat/client/socket'
import type { Complaint } from '../complaint.ts'
import type { Context } from '../context.ts'
import { type Brokers, caOf } from './brokers.ts'
import { connectComplaint } from './kafka-complaint.ts'

/** To brokers, as they are to be spoken to. `signal` ends the connections. */
export async function connectKafka(
  { net, fs, clock, random }: Context,
  brokers: Brokers,
  signal: AbortSignal,
): Promise<Result<SocketTransport, Complaint>> {
  const { tls, login, clientId } = brokers
  const ca = caOf(fs, tls?.caFile ?? null)
  if (!ca.ok) return ca
  const bootstrap = brokers.bootstrap.split(',').map((one) => addressOf(one.trim()))
  const secured = {
    ...(tls === null ? {} : { tls: ca.value === undefined ? {} : { ca: ca.value } }),
    ...(login === null ? {} : { sasl: { mechanism: 'PLAIN', username: login.key, password: login.secret } as const }),
  }
  try {
    return ok(await openSocketTransport({ net, clock, random, bootstrap, ...secured, clientId, signal }))
  } catch (error) {
    if (error instanceof ConnectFault) return fail(connectComplaint(error, brokers))
    throw error
  }
}

/** `host:port`, `[::1]:9093` */
function addressOf(text: string): { readonly host: string; readonly port: number } {
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(colon + 1)) }
}
