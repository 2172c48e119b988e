import type { Problem } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import type { ProduceResponse } from '../api/records.ts'
import type { KafkaRestLimits } from '../door.ts'
import { kafkaProblem } from '../problems.ts'
import { type JsonPiece, JsonStream } from './json-stream.ts'
import { type Field, type WishedRecord, readRecord } from './record.ts'
import type { Delivered, Delivery, TopicProducer } from './topic-producer.ts'

export interface ReportOptions {
  readonly cluster: string
  readonly topic: string
  readonly producer: Pick<TopicProducer, 'send'>
  readonly limits: KafkaRestLimits
}

/** Between reports, as Confluent's Kafka REST writes it. */
const SEPARATOR = '\r\n'

type Entry = { readonly record: WishedRecord } | { readonly problem: Problem }

/**
 * Reads records as they come and answers each, in order. It reads no further while a round is on its way to Kafka or its reports on their way to the
 * client: what it holds is one round and the beginning of one record.
 */
export async function* deliveryReports(body: AsyncIterable<Buffer>, options: ReportOptions): AsyncGenerator<string> {
  const { limits } = options
  const stream = new JsonStream({ bytesMax: limits.recordJsonBytesMax, depthMax: limits.recordJsonDepthMax })
  let round: Entry[] = []
  let roundBytes = 0
  const finishRound = async (): Promise<string> => {
    const entries = round
    round = []
    roundBytes = 0
    return reportsOn(entries, options)
  }
  for await (const chunk of body) {
    for (const piece of stream.push(chunk)) {
      round.push(entryOf(piece, limits))
      if (piece.kind === 'object') roundBytes += piece.text.length
      if (round.length >= limits.recordsPerRoundMax || roundBytes >= limits.roundBytesMax) yield await finishRound()
      if (piece.kind === 'garbage') {
        if (round.length > 0) yield await finishRound()
        return
      }
    }
    if (round.length > 0) yield await finishRound()
  }
  if (!stream.isComplete) yield reportText(errorReport(badRecord('The request ended within a record')))
}

function entryOf(piece: JsonPiece, limits: KafkaRestLimits): Entry {
  switch (piece.kind) {
    case 'object': {
      const record = readRecord(piece.text)
      return record.ok ? { record: record.value } : { problem: record.error }
    }
    case 'too-large':
      return { problem: kafkaProblem(ErrorCode.MESSAGE_TOO_LARGE) }
    case 'too-deep':
      return { problem: badRecord(`The record has more than ${limits.recordJsonDepthMax} levels of nesting`) }
    case 'garbage':
      return { problem: badRecord('Expected the beginning of a JSON object. The stream ends here') }
  }
}

async function reportsOn(entries: readonly Entry[], { cluster, topic, producer }: ReportOptions): Promise<string> {
  const records = entries.flatMap((entry) => ('record' in entry ? [entry.record] : []))
  const deliveries = records.length === 0 ? [] : await producer.send(records)
  let next = 0
  const report = (entry: Entry): ProduceResponse => {
    if ('problem' in entry) return errorReport(entry.problem)
    const delivery: Delivery = deliveries[next++]!
    return delivery.ok ? successReport(cluster, topic, entry.record, delivery.value) : errorReport(delivery.error)
  }
  return entries.map((entry) => reportText(report(entry))).join('')
}

function successReport(cluster: string, topic: string, { key, value }: WishedRecord, delivered: Delivered): ProduceResponse {
  return {
    error_code: 200,
    cluster_id: cluster,
    topic_name: topic,
    partition_id: delivered.partition,
    offset: delivered.offset,
    timestamp: new Date(delivered.timestampMs).toISOString().replace('.000Z', 'Z'),
    ...(key === null ? {} : { key: sizeOf(key) }),
    ...(value === null ? {} : { value: sizeOf(value) }),
  }
}

function sizeOf({ format, bytes }: Field): { type: Field['format']; size: number } {
  return { type: format, size: bytes?.length ?? 0 }
}

function errorReport({ status, errorCode = status, detail }: Problem): ProduceResponse {
  return { error_code: errorCode, message: detail }
}

function reportText(report: ProduceResponse): string {
  return `${JSON.stringify(report)}${SEPARATOR}`
}

function badRecord(detail: string): Problem {
  return { status: 400, errorCode: 400, detail: `Bad Request: ${detail}` }
}
