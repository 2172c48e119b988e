import { type Backend, ErrorCode, errorName, type Session } from '@leat/wire'
import { Fetch, ListOffsets, Metadata } from '@leat/wire/messages'
import { batches, isControl, lastOffset, readRecords } from '@leat/wire/records'
import { exchange } from './speak.ts'

/** A record as it lies in the log. */
export interface StoredRecord {
  readonly partition: number
  readonly offset: number
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly (readonly [key: string, value: Buffer | null])[]
}

const EARLIEST = -2
const LATEST = -1
const FETCH_BYTES_MAX = 8 * 1024 * 1024

/** All records of a topic that are there now, partition by partition in order of offsets. */
export async function readTopic(engine: Backend, sessionOf: (node: number) => Session, topic: string): Promise<StoredRecord[]> {
  const { topics } = await exchange(engine, Metadata, 12, { topics: [{ name: topic }], allowAutoTopicCreation: false }, sessionOf(1))
  const found = topics[0]!
  refuse(topic, found.errorCode)
  const records: StoredRecord[] = []
  for (const { partitionIndex, leaderId, errorCode } of found.partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex)) {
    refuse(`${topic}-${partitionIndex}`, errorCode)
    records.push(...(await readPartition(engine, sessionOf(leaderId), topic, partitionIndex)))
  }
  return records
}

async function readPartition(engine: Backend, session: Session, topic: string, partition: number): Promise<StoredRecord[]> {
  const records: StoredRecord[] = []
  const end = await offsetOf(engine, session, topic, partition, LATEST)
  let offset = await offsetOf(engine, session, topic, partition, EARLIEST)
  while (offset < end) {
    const bytes = await fetchFrom(engine, session, topic, partition, offset)
    const from = offset
    for (const at of batches(bytes)) {
      if (!isControl(bytes, at)) {
        for (const record of readRecords(bytes, at))
          if (record.offset >= from && record.offset < end) records.push({ partition, ...copied(record) })
      }
      offset = lastOffset(bytes, at) + 1
    }
    // Compacted away up to the end.
    if (offset === from) break
  }
  return records
}

async function offsetOf(engine: Backend, session: Session, topic: string, partitionIndex: number, timestamp: number): Promise<number> {
  const wanted = { name: topic, partitions: [{ partitionIndex, timestamp }] }
  const { topics } = await exchange(engine, ListOffsets, 7, { replicaId: -1, topics: [wanted] }, session)
  const { errorCode, offset } = topics[0]!.partitions[0]!
  refuse(`${topic}-${partitionIndex}`, errorCode)
  return offset
}

async function fetchFrom(engine: Backend, session: Session, topic: string, partition: number, fetchOffset: number): Promise<Buffer> {
  const wanted = { topic, partitions: [{ partition, fetchOffset, currentLeaderEpoch: -1, partitionMaxBytes: FETCH_BYTES_MAX }] }
  const request = { replicaId: -1, maxWaitMs: 0, minBytes: 0, maxBytes: FETCH_BYTES_MAX, sessionEpoch: -1, topics: [wanted] }
  const { errorCode, responses } = await exchange(engine, Fetch, 12, request, session)
  refuse(topic, errorCode)
  const found = responses[0]!.partitions[0]!
  refuse(`${topic}-${partition}`, found.errorCode)
  return found.records ?? Buffer.alloc(0)
}

/** The test's own: the bytes of the log's caches are Leat's. */
function copied({ offset, timestamp, key, value, headers }: Omit<StoredRecord, 'partition'>): Omit<StoredRecord, 'partition'> {
  return {
    offset,
    timestamp,
    key: copy(key),
    value: copy(value),
    headers: headers.map(([name, content]) => [name, copy(content)] as const),
  }
}

function copy(bytes: Buffer | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes)
}

function refuse(what: string, errorCode: number): void {
  if (errorCode !== ErrorCode.NONE) throw new Error(`${what} cannot be read: ${errorName(errorCode)}`)
}
