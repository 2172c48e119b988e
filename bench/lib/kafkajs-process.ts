/**
 * kafkajs as a load, in a process of its own: takes one JSON argument, prints one JSON line.
 *
 *   node kafkajs-process.ts '{"mode":"produce","bootstrap":"localhost:9092","topic":"t","records":1000,"recordBytes":1024}'
 */
import kafkajs, { type Consumer, type Kafka, type Producer } from 'kafkajs'
import { percentile } from './stats.ts'

export type KafkaJsTask =
  | {
      readonly mode: 'produce' | 'consume'
      readonly bootstrap: string
      readonly topic: string
      readonly records: number
      readonly recordBytes: number
    }
  | {
      readonly mode: 'latency'
      readonly bootstrap: string
      readonly topic: string
      readonly recordBytes: number
      readonly recordsPerSecond: number
      readonly seconds: number
      /** Of the `seconds`, how many from the start do not count. */
      readonly warmUpSeconds: number
    }

export interface KafkaJsResult {
  /** 1e6 bytes of record values per second: produce and consume. */
  readonly mbPerSecond?: number
  /** Milliseconds from the moment a record was due until its consumer had it: latency. */
  readonly p50?: number
  readonly p99?: number
}

const RECORDS_PER_SEND = 500
/** Sends on their way at one time. */
const SENDS_MAX = 5
const TICK_MS = 1

/** Of the records, the share that warms the client up before the clock starts. */
const WARM_UP_SHARE = 0.1

async function produce(kafka: Kafka, topic: string, records: number, recordBytes: number): Promise<KafkaJsResult> {
  const producer = kafka.producer({ maxInFlightRequests: SENDS_MAX })
  await producer.connect()
  const messages = Array.from({ length: RECORDS_PER_SEND }, () => ({ value: Buffer.alloc(recordBytes, 'x') }))
  const sendAll = async (count: number): Promise<number> => {
    let left = Math.max(SENDS_MAX, Math.round(count / RECORDS_PER_SEND))
    const sent = left * RECORDS_PER_SEND
    const sendSome = async (): Promise<void> => {
      while (left-- > 0) await producer.send({ topic, acks: -1, messages })
    }
    await Promise.all(Array.from({ length: SENDS_MAX }, sendSome))
    return sent
  }
  await sendAll(records * WARM_UP_SHARE)
  const began = performance.now()
  const sent = await sendAll(records)
  const mbPerSecond = (sent * recordBytes) / 1e6 / ((performance.now() - began) / 1000)
  await producer.disconnect()
  return { mbPerSecond }
}

async function consume(kafka: Kafka, topic: string, records: number, recordBytes: number): Promise<KafkaJsResult> {
  const consumer = consumerOf(kafka, topic)
  const warmUp = Math.round(records * WARM_UP_SHARE)
  let began = 0
  let seen = 0
  let counted = 0
  const { promise, resolve } = Promise.withResolvers<number>()
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    // Not a promise per record: what is measured is the broker, as far as this client lets it.
    eachBatch: ({ batch }) => {
      if (began > 0) counted += batch.messages.length
      else if (seen >= warmUp) began = performance.now()
      seen += batch.messages.length
      if (seen >= records) resolve(performance.now() - began)
      return Promise.resolve()
    },
  })
  const ms = await promise
  await consumer.disconnect()
  return { mbPerSecond: (counted * recordBytes) / 1e6 / (ms / 1000) }
}

type LatencyTask = Extract<KafkaJsTask, { readonly mode: 'latency' }>

/** Open loop: a record is due at its time whether or not earlier ones came back, and its latency counts from then. */
async function latency(kafka: Kafka, task: LatencyTask): Promise<KafkaJsResult> {
  const { topic, recordBytes, recordsPerSecond, seconds, warmUpSeconds } = task
  const records = Math.round(recordsPerSecond * seconds)
  const latencies = new Float64Array(records).fill(Number.NaN)
  const consumer = consumerOf(kafka, topic)
  const producer = kafka.producer({ maxInFlightRequests: SENDS_MAX })
  await Promise.all([consumer.connect(), producer.connect()])
  const all = Promise.withResolvers<void>()
  let seen = 0
  let isPrimed = false
  const primed = Promise.withResolvers<void>()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch }) => {
      const now = performance.now()
      for (const { value } of batch.messages) {
        const index = value!.readInt32BE(0)
        if (index < 0) {
          isPrimed = true
          primed.resolve()
        } else {
          latencies[index] = now - value!.readDoubleBE(4)
          seen += 1
        }
      }
      if (isPrimed && seen >= records) all.resolve()
      return Promise.resolve()
    },
  })
  // A first record that has come through: the consumer has its partition and the clock may start.
  await producer.send({ topic, acks: -1, messages: [{ value: valueOf(-1, 0, recordBytes) }] })
  await primed.promise
  await sendOnTime(producer, { topic, records, recordBytes, intervalMs: 1000 / recordsPerSecond })
  await all.promise
  await Promise.all([producer.disconnect(), consumer.disconnect()])
  const kept = latencies.subarray(Math.round(recordsPerSecond * warmUpSeconds))
  return { p50: percentile(kept, 0.5), p99: percentile(kept, 0.99) }
}

interface Schedule {
  readonly topic: string
  readonly records: number
  readonly recordBytes: number
  readonly intervalMs: number
}

function sendOnTime(producer: Producer, { topic, records, recordBytes, intervalMs }: Schedule): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const began = performance.now()
  let next = 0
  const timer = setInterval(() => {
    const messages: { value: Buffer }[] = []
    for (; next < records && began + next * intervalMs <= performance.now(); next++) {
      messages.push({ value: valueOf(next, began + next * intervalMs, recordBytes) })
    }
    if (messages.length > 0) producer.send({ topic, acks: -1, messages }).catch(reject)
    if (next < records) return
    clearInterval(timer)
    resolve()
  }, TICK_MS)
  return promise
}

/** int32 index · float64 when it was due, milliseconds of this process's clock · filling */
function valueOf(index: number, dueMs: number, recordBytes: number): Buffer {
  const value = Buffer.alloc(recordBytes)
  value.writeInt32BE(index, 0)
  value.writeDoubleBE(dueMs, 4)
  return value
}

function consumerOf(kafka: Kafka, topic: string): Consumer {
  return kafka.consumer({ groupId: `bench-${topic}-${process.pid}`, maxBytesPerPartition: 1024 * 1024, maxWaitTimeInMs: 500 })
}

const task = JSON.parse(process.argv[2] ?? '') as KafkaJsTask
const client = new kafkajs.Kafka({ brokers: [task.bootstrap], clientId: 'bench', logLevel: kafkajs.logLevel.ERROR })
const result =
  task.mode === 'latency'
    ? await latency(client, task)
    : await (task.mode === 'produce' ? produce : consume)(client, task.topic, task.records, task.recordBytes)
process.stdout.write(`${JSON.stringify(result)}\n`)
