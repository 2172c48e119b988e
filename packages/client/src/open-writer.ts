import { type Millis, type Result, fail } from '@leat/base'
import { ErrorCode, errorName, isRetriable } from '@leat/wire'
import { Backoff } from './backoff.ts'
import { type ProducerIdentity, initProducer } from './init-producer.ts'
import { type PartitionName, locatePartition, partitionText } from './locate-partition.ts'
import { PartitionWriter, type PartitionWriterOptions } from './partition-writer.ts'
import { TransportClosed, type Transport } from './transport.ts'
import { WriterFault } from './errors.ts'

export interface WriterOptions extends PartitionName, PartitionWriterOptions {
  /** Writers of one id fence each other: the newest stays. */
  readonly transactionalId: string
  /** Goes on after this one, and only if no newer one has come (KIP-360). */
  readonly resumes?: ProducerIdentity
  /** How long opening may wait for what passes with time; 0 tries once. */
  readonly openMsMax: Millis
  /** Of opening; an open writer is closed by `close`. */
  readonly signal: AbortSignal
}

/**
 * A new writer under its transactional id. Older ones are refused by the partition once it has taken the first batch of the new one.
 *
 * @throws WriterFault, the signal's reason
 */
export async function openWriter(transport: Transport, options: WriterOptions): Promise<PartitionWriter> {
  const backoff = new Backoff(options)
  for (;;) {
    const opened = await tryToOpen(transport, options)
    if (opened.ok) return opened.value
    const { code } = opened.error
    if (!isRetriable(code) || backoff.failingMs >= options.openMsMax) throw faultOf(options, code, isRetriable(code))
    await backoff.wait(options.signal)
  }
}

async function tryToOpen(transport: Transport, options: WriterOptions): Promise<Result<PartitionWriter, { readonly code: number }>> {
  const { transactionalId, resumes = null, signal } = options
  try {
    const place = await locatePartition(transport, options, signal)
    if (!place.ok) return place
    const identity = await initProducer(transport, { transactionalId, resumes }, signal)
    if (!identity.ok) return fail(identity.error)
    return { ok: true, value: new PartitionWriter(transport, options, identity.value, place.value) }
  } catch (error) {
    if (!(error instanceof TransportClosed)) throw error
    throw new WriterFault('unreachable', ErrorCode.NONE, `opening a writer of ${partitionText(options)}: unreachable`, error)
  }
}

function faultOf(options: WriterOptions, code: number, isPassing: boolean): WriterFault {
  const isFenced = code === ErrorCode.PRODUCER_FENCED || code === ErrorCode.INVALID_PRODUCER_EPOCH
  const kind = isFenced ? 'fenced' : isPassing ? 'timed-out' : 'refused'
  return new WriterFault(kind, code, `opening a writer of ${partitionText(options)}: ${kind} (${errorName(code)})`)
}
