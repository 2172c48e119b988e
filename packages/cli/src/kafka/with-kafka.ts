import { fail, ok, type Result } from '@leat/base'
import type { SocketTransport } from '@leat/client/socket'
import type { Complaint } from '../complaint.ts'
import type { Context } from '../context.ts'
import { type Brokers, brokersByHand, brokersOf, type BrokersWished, CLUSTER_ONLY, usesSasl } from './brokers.ts'
import { connectKafka } from './connect.ts'
import { kafkaComplaint } from './kafka-complaint.ts'
import { type KeyGiven, keyToUse } from './key.ts'
import { onCluster } from './on-cluster.ts'

export interface KafkaWork {
  /** The one that the command is about, for messages. */
  readonly topic: string
  readonly given: KeyGiven
  /** Where and how, when that is not the cluster's own way; its key counts instead of `given`. */
  readonly wished?: BrokersWished
  /** The connections outlive Ctrl-C: what the command has begun still needs them. Until they are there, Ctrl-C ends it. */
  readonly outlivesInterrupt?: true
}

/** Runs what speaks Kafka itself, with the key in use, and puts what Kafka refuses into the user's words. */
export async function withKafka<T>(
  context: Context,
  { topic, given, wished = { ...CLUSTER_ONLY, key: given }, outlivesInterrupt }: KafkaWork,
  work: (transport: SocketTransport, signal: AbortSignal, complain: (error: unknown) => Complaint | null) => Promise<Result<T, Complaint>>,
): Promise<Result<T, Complaint>> {
  const brokers = await findBrokers(context, wished)
  if (!brokers.ok) return brokers
  const ending = new AbortController()
  const onInterrupt = (): void => ending.abort(context.signal.reason)
  context.signal.addEventListener('abort', onInterrupt, { once: true })
  const connected = await connectKafka(context, brokers.value, ending.signal)
  if (outlivesInterrupt === true) context.signal.removeEventListener('abort', onInterrupt)
  if (!connected.ok) return connected
  using transport = connected.value
  const complain = (error: unknown): Complaint | null => kafkaComplaint(error, topic, brokers.value)
  try {
    return await work(transport, ending.signal, complain)
  } catch (error) {
    const complaint = complain(error)
    if (complaint === null) throw error
    return fail(complaint)
  }
}

/** Those named by hand, which need no login to a Leat; else the cluster's. */
async function findBrokers(context: Context, wished: BrokersWished): Promise<Result<Brokers, Complaint>> {
  if (wished.bootstrap !== undefined) return brokersByHand(wished.bootstrap, wished)
  const on = await onCluster(context)
  if (!on.ok) return on
  const key = usesSasl(wished.protocol ?? 'SASL_SSL') ? await keyToUse(context, on.value, wished.key) : ok(null)
  return key.ok ? ok(brokersOf(on.value.cluster, key.value, wished)) : key
}
