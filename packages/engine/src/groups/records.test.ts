import { expect, test } from 'vitest'
import { decodeEvent, encodeEvent, type GroupEvent } from './records.ts'
import { emptyGroup, type Member } from './state.ts'

const COMMITTED = {
  offset: 2 ** 40,
  leaderEpoch: 4,
  metadata: 'mé',
  committedAtMs: 9,
  expiresAtMs: null,
  topicId: 'orders-AAAAAAAAAAAAAAA',
}
const PLACE = { group: 'g', topic: 't', partition: 3 }
const MEMBER: Member = {
  memberId: 'a',
  groupInstanceId: 'i',
  clientId: 'c',
  clientHost: '/h',
  sessionTimeoutMs: 1,
  rebalanceTimeoutMs: 2,
  protocols: [{ name: 'range', metadata: Buffer.from('m') }],
  assignment: Buffer.from('x'),
  awaitsJoin: false,
  awaitsSync: false,
  isNew: false,
}
const GROUP = {
  ...emptyGroup('g', 5),
  phase: 'Stable' as const,
  protocolType: 'consumer',
  protocol: 'range',
  leader: 'a',
  generation: 2,
  members: new Map([['a', MEMBER]]),
}
const OFFSET_KEY = '000100016700017400000003'

// The bytes were read and written again, unchanged, by the record serde of Apache Kafka 4.3.1's group coordinator.
const RECORDED: readonly (readonly [string, GroupEvent, string, string])[] = [
  [
    'an offset with its topic id',
    { kind: 'offset', write: { ...PLACE, value: COMMITTED } },
    OFFSET_KEY,
    '0004000001000000000000000004046dc3a90000000000000009010010a2b75eaecf8000000000000000000000',
  ],
  [
    'an offset by name',
    { kind: 'offset', write: { ...PLACE, value: { ...COMMITTED, topicId: null } } },
    OFFSET_KEY,
    '0004000001000000000000000004046dc3a9000000000000000900',
  ],
  [
    'an offset that expires',
    { kind: 'offset', write: { ...PLACE, value: { ...COMMITTED, leaderEpoch: -1, topicId: null, expiresAtMs: 77 } } },
    OFFSET_KEY,
    '0001000001000000000000036dc3a90000000000000009000000000000004d',
  ],
  [
    'a group',
    { kind: 'group', groupId: 'g', state: GROUP },
    '0002000167',
    '00030008636f6e73756d657200000002000572616e676500016100000000000000050000000100016100016900016300022f680000000200000001000000016d0000000178',
  ],
]

test.for(RECORDED)('%s has the bytes that Kafka gives it', ([, event, key, value]) => {
  const record = encodeEvent(event)
  expect([record.key.toString('hex'), record.value?.toString('hex')]).toEqual([key, value])
  const back = decodeEvent({ key: Buffer.from(key, 'hex'), value: Buffer.from(value, 'hex') }, 0)
  if (event.kind === 'offset') expect(back).toEqual(event)
  else
    expect(back).toMatchObject({
      groupId: 'g',
      state: { generation: 2, protocol: 'range', leader: 'a', staticMembers: new Map([['i', 'a']]), members: new Map([['a', MEMBER]]) },
    })
})

test('tombstones are keys without values', () => {
  expect(encodeEvent({ kind: 'offset', write: { ...PLACE, value: null } })).toMatchObject({ value: null })
  expect(decodeEvent({ key: Buffer.from('0002000167', 'hex'), value: null }, 0)).toEqual({ kind: 'group', groupId: 'g', state: null })
})
