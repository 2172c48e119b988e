import { type Clock, type Millis, ok, type Offset, type Result } from '@leat/base'
import { BatchUnreadable, KafkaError, OffsetOutOfRange } from '@leat/client'
import type { Input, Operation, Problem } from '@leat/rest'
import type { RecordView } from '@leat/wire/records'
import type { KafkaRest } from '../../door.ts'
import { findTopic, type Topic } from '../../kafka/topics.ts'
import { type Cluster, onCluster } from '../../on-cluster.ts'
import { badRequest, refused } from '../../problems.ts'
import { ErrorCode } from '@leat/wire'
import { BROWSE_LIMITS, type BrowseLine, browseRecords } from '../api.ts'
import { at, EARLIEST, LATEST, offsetsAt } from '../offsets.ts'
import { type Cursor, decodeCursor, type Direction, encodeCursor } from './cursor.ts'
import { followAll } from './follow.ts'
import { type Matching, openMatching } from './matching.ts'
import { type Merged, mergeByTime } from './merge.ts'
import { backwardReader, forwardReader, type PartitionReader, type ReadingOptions } from './partition-reader.ts'
import { readableOf, type ReadFormat, type SchemaReader } from './readable.ts'

type Query = Input<typeof browseRecords>['query']
type RecordLine = Extract<BrowseLine, { kind: 'record' }>

/** A search that has found too little is left here, with a cursor to go on. */
const SEARCH_MS_MAX: Millis = 15_000
const PROGRESS_MS: Millis = 250
/** Others have a turn at least this often while records are looked at. */
const TURN_MS: Millis = 10

export function browseOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, browseRecords, async (cluster, { params, query, caller, request }) => {
      const topic = await findTopic(cluster.transport, params.topic_name, { signal: cluster.signal })
      if (!topic.ok) return topic
      const from = await placesOf(cluster, topic.value, query)
      if (!from.ok) return from
      const matching = await openMatching(query, rest.clock)
      if (!matching.ok) return badRequest(`filter: ${matching.error}`)
      // A stream outlives the time of usual requests: it ends with its client.
      const reading = {
        transport: cluster.transport,
        topic: topic.value.name,
        clock: rest.clock,
        random: rest.random,
        signal: request.signal,
      }
      const bySchema = rest.schemas?.(cluster.id, caller) ?? null
      const stream = linesOf({ reading, cursor: from.value, query, matching: matching.value, bySchema })
      return ok({ stream: asText(stream), headers: { 'content-type': 'application/x-ndjson' } })
    }),
  ]
}

/** Where each partition is read from, and to where. */
async function placesOf({ transport, signal }: Cluster, topic: Topic, query: Query): Promise<Result<Cursor, Problem>> {
  if (query.cursor !== undefined) {
    const cursor = decodeCursor(query.cursor)
    return cursor.ok ? cursor : badRequest(cursor.error)
  }
  const only = query.partition === undefined ? null : Number(query.partition)
  const partitions = topic.partitions.filter(({ id }) => only === null || id === only)
  if (partitions.length === 0) return refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  if (partitions.length > BROWSE_LIMITS.partitionsMax)
    return badRequest(
      `The topic has ${partitions.length} partitions, and ${BROWSE_LIMITS.partitionsMax} are read at once: choose one with partition.`,
    )
  const wanted = [{ ...topic, partitions }]
  const [starts, ends] = await Promise.all([offsetsAt(transport, wanted, EARLIEST, signal), offsetsAt(transport, wanted, LATEST, signal)])
  const [kind, value] = query.from.split(':') as [string, string | undefined]
  const times = kind === 'time' ? await offsetsAt(transport, wanted, Number(value), signal) : null
  const direction: Direction = kind === 'newest' ? 'backward' : 'forward'
  const places = partitions.flatMap(({ id }): Cursor['partitions'] => {
    const start = at(starts, topic.name, id)
    const end = at(ends, topic.name, id)
    if (start === undefined || end === undefined) return []
    if (direction === 'backward') return [[id, end, start]]
    const position = kind === 'offset' ? Number(value) : times === null ? start : (at(times, topic.name, id) ?? end)
    return [[id, Math.min(end, Math.max(start, position)), end]]
  })
  return places.length === 0 ? refused(ErrorCode.LEADER_NOT_AVAILABLE) : ok({ direction, partitions: places })
}

interface Browsing {
  readonly reading: ReadingOptions
  readonly cursor: Cursor
  readonly query: Query
  readonly matching: Matching
  readonly bySchema: SchemaReader | null
}

async function* linesOf({ reading, cursor, query, matching, bySchema }: Browsing): AsyncGenerator<BrowseLine, void, undefined> {
  const { clock } = reading
  using _matching = matching
  const limit = Number(query.limit)
  const readers = readersOf(reading, cursor, limit)
  const pace = paceOf(clock)
  let [scanned, matched] = [0, 0]
  try {
    for await (const line of found(mergeByTime(readers, cursor.direction))) {
      if (line !== null) yield line
      if (pace.isProgressDue()) yield { kind: 'progress', scanned, matched }
      if (matched >= limit || clock.monotonic() - pace.beganMs > SEARCH_MS_MAX) break
    }
    if (query.follow === true && matched < limit) {
      yield { kind: 'progress', scanned, matched }
      const from = new Map(
        readers.map(({ partition, position }): [number, Offset] => [
          partition,
          cursor.direction === 'forward' ? position : endOf(cursor, partition),
        ]),
      )
      for await (const line of found(followAll(reading, from))) if (line !== null) yield line
      return
    }
    yield {
      kind: 'end',
      scanned,
      matched,
      cursor: encodeCursor({ direction: cursor.direction, partitions: readers.map((one) => placeOf(one, cursor)) }),
    }
  } catch (error) {
    if (reading.signal.aborted) return
    const message = problemText(error)
    if (message === null) throw error
    yield { kind: 'problem', message }
  }

  /** Null: a record that is not wanted. */
  async function* found(records: AsyncIterable<Merged>): AsyncGenerator<RecordLine | null, void, undefined> {
    for await (const one of records) {
      scanned++
      const line = await lineOf(one, reading.topic, query, bySchema)
      const wanted = matching.of(line)
      if (!wanted.ok) throw new FilterFault(`filter: ${wanted.error}, at offset ${line.offset} of partition ${line.partition}`)
      if (wanted.value) matched++
      yield wanted.value ? line : null
      await pace.turn()
    }
  }
}

class FilterFault extends Error {
  override readonly name = 'FilterFault'
}

/** What a user can do something about; null: a fault of ours. */
function problemText(error: unknown): string | null {
  if (error instanceof FilterFault || error instanceof BatchUnreadable) return error.message
  if (error instanceof OffsetOutOfRange) return `${error.message}. Records were deleted meanwhile; load them anew.`
  if (error instanceof KafkaError) return error.message
  return null
}

function readersOf(reading: ReadingOptions, { direction, partitions }: Cursor, limit: number): readonly PartitionReader[] {
  const windowOffsets = Math.max(1, Math.min(500, Math.ceil((2 * limit) / partitions.length)))
  return partitions.map(([partition, position, end]) =>
    direction === 'forward'
      ? forwardReader(reading, partition, position, end)
      : backwardReader(reading, partition, position, end, windowOffsets),
  )
}

function placeOf({ partition, position }: PartitionReader, cursor: Cursor): Cursor['partitions'][number] {
  return [partition, position, cursor.partitions.find(([id]) => id === partition)![2]]
}

/** Of a browsing that began at the ends. */
function endOf(cursor: Cursor, partition: number): Offset {
  return cursor.partitions.find(([id]) => id === partition)![1]
}

async function lineOf({ partition, record }: Merged, topic: string, query: Query, bySchema: SchemaReader | null): Promise<RecordLine> {
  const { offset, timestamp, key, value, headers } = record
  const read = async (bytes: RecordView['value'], part: 'key' | 'value', format: ReadFormat) =>
    bytes === null ? null : await readableOf(bytes, { part, topic, headers, key }, format, bySchema)
  const headersRead = headers.map(async ([name, bytes]) => ({
    name,
    value: bytes === null ? null : await readableOf(bytes, { part: 'value', topic: '', headers: [], key: null }, 'auto', null),
  }))
  return {
    kind: 'record',
    partition,
    offset,
    timestamp_ms: timestamp,
    key: await read(key, 'key', query.key_format),
    value: await read(value, 'value', query.value_format),
    headers: await Promise.all(headersRead),
  }
}

function paceOf(clock: Clock): { readonly beganMs: Millis; isProgressDue(): boolean; turn(): Promise<void> } {
  const beganMs = clock.monotonic()
  let progressMs = beganMs
  let turnMs = beganMs
  return {
    beganMs,
    isProgressDue() {
      const nowMs = clock.monotonic()
      if (nowMs - progressMs < PROGRESS_MS) return false
      progressMs = nowMs
      return true
    },
    async turn() {
      if (clock.monotonic() - turnMs < TURN_MS) return
      await new Promise<void>((resolve) => clock.turn(resolve))
      turnMs = clock.monotonic()
    },
  }
}

async function* asText(lines: AsyncIterable<BrowseLine>): AsyncGenerator<string, void, undefined> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`
}
