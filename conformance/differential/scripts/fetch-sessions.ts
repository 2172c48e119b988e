import { Fetch } from '@leat/wire/messages'
import { ask, type Script, type Seen, type Step } from '../script.ts'
import { create, topicId, UNKNOWN_ID, writeValues } from './common.ts'

const A = 'fetch-sessions-a'
const B = 'fetch-sessions-b'

interface Turn {
  /** A number, or the label of the answer that opened the session. */
  readonly session: number | string
  readonly epoch: number
  readonly topics?: readonly (readonly [topic: string, fetchOffset: number])[]
  readonly forgotten?: readonly string[]
}

function turn(label: string, version: number, { session, epoch, topics = [], forgotten = [] }: Turn): Step {
  return ask(label, Fetch, version, (seen: Seen) => {
    const place = (name: string) => (version < 13 ? { topic: name } : { topicId: name === A || name === B ? topicId(seen, name) : name })
    return {
      maxWaitMs: 0,
      minBytes: 1,
      maxBytes: 1_000_000,
      sessionId: typeof session === 'number' ? session : seen(session, Fetch).sessionId,
      sessionEpoch: epoch,
      topics: topics.map(([name, fetchOffset]) => ({
        ...place(name),
        partitions: [{ partition: 0, fetchOffset, currentLeaderEpoch: -1, partitionMaxBytes: 1_000_000 }],
      })),
      forgottenTopicsData: forgotten.map((name) => ({ ...place(name), partitions: [0] })),
    }
  })
}

export const fetchSessions: Script = {
  name: 'fetch-sessions',
  moves: [
    create({ name: A }, { name: B }),
    writeValues('write a', A, '1', '2'),
    writeValues('write b', B, '1'),
    turn('open', 11, {
      session: 0,
      epoch: 0,
      topics: [
        [A, 0],
        [B, 0],
      ],
    }),
    turn('nothing read yet', 11, { session: 'open', epoch: 1 }),
    turn('read on', 11, {
      session: 'open',
      epoch: 2,
      topics: [
        [A, 2],
        [B, 1],
      ],
    }),
    turn('nothing new', 11, { session: 'open', epoch: 3 }),
    writeValues('write more', B, '2'),
    turn('only what is new', 11, { session: 'open', epoch: 4 }),
    turn('wrong epoch', 11, { session: 'open', epoch: 9 }),
    turn('epoch of before', 11, { session: 'open', epoch: 4 }),
    turn('forget one', 11, { session: 'open', epoch: 5, forgotten: [B] }),
    turn('forget what is not there', 11, { session: 'open', epoch: 6, forgotten: ['fetch-sessions-absent'] }),
    turn('an error stays', 11, { session: 'open', epoch: 7, topics: [[A, 99]] }),
    turn('and stays', 11, { session: 'open', epoch: 8 }),
    turn('close', 11, { session: 'open', epoch: -1 }),
    turn('after the end', 11, { session: 'open', epoch: 9 }),
    turn('unknown session', 11, { session: 12345, epoch: 1 }),
    turn('close an unknown session', 11, { session: 12345, epoch: -1 }),
    turn('epoch 1 without a session', 11, { session: 0, epoch: 1, topics: [[A, 0]] }),
    turn('open by id', 13, {
      session: 0,
      epoch: 0,
      topics: [
        [A, 2],
        [UNKNOWN_ID, 0],
      ],
    }),
    turn('unknown id stays', 13, { session: 'open by id', epoch: 1 }),
    turn('a session by id asked by name', 12, { session: 'open by id', epoch: 2, topics: [[A, 0]] }),
    turn('open by name', 12, { session: 0, epoch: 0, topics: [[A, 2]] }),
    turn('a session by name asked by id', 13, { session: 'open by name', epoch: 1, topics: [[A, 0]] }),
    turn('open again over an old one', 12, { session: 'open by name', epoch: 0, topics: [[B, 0]] }),
    turn('the old one is gone', 12, { session: 'open by name', epoch: 1 }),
    turn('open with nothing', 12, { session: 0, epoch: 0 }),
    turn('v7', 7, { session: 0, epoch: 0, topics: [[A, 0]] }),
    turn('v7 goes on', 7, { session: 'v7', epoch: 1, topics: [[A, 2]] }),
  ],
}
