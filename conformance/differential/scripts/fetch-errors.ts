import { ZERO_UUID } from '@leat/wire'
import { Fetch } from '@leat/wire/messages'
import { batch } from '../batch.ts'
import { ask, type Script, type Seen, type Step } from '../script.ts'
import { create, topicId, UNKNOWN_ID, write, writeValues } from './common.ts'

const TOPIC = 'fetch-errors-a'
const OTHER = 'fetch-errors-b'

interface Wish {
  readonly topic?: string
  readonly partition?: number
  readonly fetchOffset?: number
  readonly currentLeaderEpoch?: number
  readonly lastFetchedEpoch?: number
  readonly partitionMaxBytes?: number
  readonly logStartOffset?: number
}

interface Frame {
  readonly maxBytes?: number
  readonly minBytes?: number
  readonly isolationLevel?: number
  readonly sessionId?: number
  readonly sessionEpoch?: number
}

const partitionOf = ({
  partition = 0,
  fetchOffset = 0,
  currentLeaderEpoch = -1,
  lastFetchedEpoch = -1,
  partitionMaxBytes = 1_000_000,
  logStartOffset = -1,
}: Wish) => ({
  partition,
  fetchOffset,
  currentLeaderEpoch,
  lastFetchedEpoch,
  partitionMaxBytes,
  logStartOffset,
})

function get(label: string, version: number, wish: Wish, frame: Frame = {}): Step {
  return ask(label, Fetch, version, (seen: Seen) => {
    const name = wish.topic ?? TOPIC
    const place = version < 13 ? { topic: name } : { topicId: name === TOPIC || name === OTHER ? topicId(seen, name) : name }
    return {
      maxWaitMs: 0,
      minBytes: 1,
      maxBytes: 1_000_000,
      sessionEpoch: -1,
      ...frame,
      topics: [{ ...place, partitions: [partitionOf(wish)] }],
    }
  })
}

const allVersions = (label: string, wish: Wish) => Array.from({ length: 15 }, (_, i) => get(`${label}, v${i + 4}`, i + 4, wish))

export const fetchErrors: Script = {
  name: 'fetch-errors',
  moves: [
    create({ name: TOPIC, partitions: 2 }, { name: OTHER }),
    writeValues('write 1', TOPIC, 'a', 'b', 'c'),
    writeValues('write 2', TOPIC, 'd'),
    write('write 3', TOPIC, batch(['e', 'f'])),
    writeValues('write other', OTHER, 'other'),
    ...allVersions('all', {}),
    ...allVersions('at the end', { fetchOffset: 6 }),
    ...allVersions('beyond the end', { fetchOffset: 7 }),
    get('in the middle of a batch', 11, { fetchOffset: 1 }),
    get('below the start', 11, { fetchOffset: -1 }),
    get('far below the start', 11, { fetchOffset: -5 }),
    get('unknown topic', 11, { topic: 'fetch-errors-absent' }),
    get('unknown topic id', 13, { topic: UNKNOWN_ID }),
    get('zero topic id', 13, { topic: ZERO_UUID }),
    get('unknown partition', 11, { partition: 2 }),
    get('unknown partition by id', 16, { partition: 2 }),
    get('negative partition', 11, { partition: -1 }),
    get('epoch of today', 11, { currentLeaderEpoch: 0 }),
    get('epoch of tomorrow', 11, { currentLeaderEpoch: 1 }),
    get('epoch of tomorrow, v16', 16, { currentLeaderEpoch: 1 }),
    get('last fetched epoch of today', 12, { currentLeaderEpoch: 0, lastFetchedEpoch: 0, fetchOffset: 3 }),
    get('last fetched epoch of tomorrow', 12, { currentLeaderEpoch: 0, lastFetchedEpoch: 1, fetchOffset: 3 }),
    get('one byte', 11, { partitionMaxBytes: 1 }),
    get('no bytes', 11, { partitionMaxBytes: 0 }),
    get('one byte of the whole', 11, {}, { maxBytes: 1 }),
    get('no bytes of the whole', 11, {}, { maxBytes: 0 }),
    get('a batch and a half', 11, { partitionMaxBytes: 150 }),
    get('two batches exactly', 11, { partitionMaxBytes: 171 }),
    get('read committed', 11, {}, { isolationLevel: 1 }),
    get('unknown isolation', 11, {}, { isolationLevel: 2 }),
    get('empty partition', 11, { partition: 1 }),
    get('internal topic', 11, { topic: '__consumer_offsets' }),
    ask('two partitions, one byte each', Fetch, 11, {
      maxWaitMs: 0,
      minBytes: 1,
      maxBytes: 1_000_000,
      sessionEpoch: -1,
      topics: [
        { topic: TOPIC, partitions: [partitionOf({ partitionMaxBytes: 1 })] },
        { topic: OTHER, partitions: [partitionOf({ partitionMaxBytes: 1 })] },
      ],
    }),
    ask('two partitions, one byte of the whole', Fetch, 11, {
      maxWaitMs: 0,
      minBytes: 1,
      maxBytes: 1,
      sessionEpoch: -1,
      topics: [
        { topic: TOPIC, partitions: [partitionOf({})] },
        { topic: OTHER, partitions: [partitionOf({})] },
      ],
    }),
    ask('one good, one unknown', Fetch, 11, {
      maxWaitMs: 0,
      minBytes: 1,
      maxBytes: 1_000_000,
      sessionEpoch: -1,
      topics: [
        { topic: OTHER, partitions: [partitionOf({})] },
        { topic: 'fetch-errors-absent', partitions: [partitionOf({})] },
        { topic: OTHER, partitions: [partitionOf({ partition: 5 })] },
      ],
    }),
    ask('no topics', Fetch, 11, { maxWaitMs: 0, minBytes: 1, maxBytes: 1000, sessionEpoch: -1, topics: [] }),
  ],
}
