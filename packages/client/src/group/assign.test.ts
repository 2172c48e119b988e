import { seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { type Assignment, type GroupPartition, type MemberWish, assignCooperatively, assignSticky, nameOf } from './assign.ts'

const of = (topic: string, ...partitions: number[]): GroupPartition[] => partitions.map((partition) => ({ topic, partition }))
const wish = (memberId: string, owned: GroupPartition[] = [], more: Partial<MemberWish> = {}): MemberWish => ({
  memberId,
  topics: ['t'],
  owned,
  generation: 1,
  ...more,
})
const shown = (assignment: Assignment) =>
  Object.fromEntries([...assignment].map(([id, list]) => [id, list.map(({ topic, partition }) => `${topic}${partition}`).sort()]))

test.for([
  ['one member has everything', [wish('a')], { t: 3 }, { a: ['t0', 't1', 't2'] }],
  ['shares differ by one at most', [wish('a'), wish('b')], { t: 3 }, { a: ['t0', 't2'], b: ['t1'] }],
  ['what is held stays', [wish('a', of('t', 1, 2)), wish('b', of('t', 0))], { t: 3 }, { a: ['t1', 't2'], b: ['t0'] }],
  ['a newcomer gets nothing that is still held', [wish('a', of('t', 0, 1, 2, 3)), wish('b')], { t: 4 }, { a: ['t0', 't1'], b: [] }],
  ['what was given up goes to the newcomer', [wish('a', of('t', 0, 1)), wish('b')], { t: 4 }, { a: ['t0', 't1'], b: ['t2', 't3'] }],
  ['more members than partitions', [wish('a'), wish('b'), wish('c')], { t: 2 }, { a: ['t0'], b: ['t1'], c: [] }],
  ['a topic nobody has made yet', [wish('a')], {}, { a: [] }],
  ['only who wants a topic gets it', [wish('a'), wish('b', [], { topics: ['u'] })], { t: 1, u: 2 }, { a: ['t0'], b: ['u0', 'u1'] }],
  [
    'the newer of two claims holds, and the older gives up first',
    [wish('a', of('t', 0)), wish('b', of('t', 0), { generation: 2 })],
    { t: 1 },
    { a: [], b: [] },
  ],
  ['partitions that are gone are forgotten', [wish('a', of('t', 0, 7))], { t: 1 }, { a: ['t0'] }],
  [
    'a topic no longer wanted goes to who wants it',
    [wish('a', of('u', 0)), wish('b', [], { topics: ['u'] })],
    { t: 1, u: 1 },
    { a: ['t0'], b: [] },
  ],
] as const)('%s', ([, members, counts, expected]) => {
  expect(shown(assignCooperatively(members, new Map(Object.entries(counts))))).toEqual(expected)
})

// Strategy: random groups come, go and change what they want; each member takes what it is given and joins again, as members do.
// Invariants: nobody gets what another still holds; nothing is held twice; after two rounds without change all is given, balanced, and nothing moves any more.
test.for(['a', 'b', 'c', 'd', 'e'])('groups come to rest, and no partition ever has two owners (seed %s)', (seed) => {
  const random = seededRandom(seed)
  let members: MemberWish[] = []
  for (let generation = 1; generation < 60; generation++) {
    if (random.below(2) === 0) members.push(wish(`m${generation}`, [], { topics: random.below(3) === 0 ? ['t', 'u'] : ['t'] }))
    else members = members.filter(() => random.below(4) > 0)
    const counts = new Map([
      ['t', 1 + random.below(12)],
      ['u', random.below(4)],
    ])
    for (let round = 0; round < 3; round++) {
      const given = assignCooperatively(members, counts)
      const held = members.flatMap(({ memberId, owned }) => owned.map((one) => [nameOf(one), memberId] as const))
      for (const [memberId, list] of given)
        for (const one of list) for (const [name, holder] of held) if (name === nameOf(one)) expect(holder).toBe(memberId)
      const names = [...given.values()].flat().map(nameOf)
      expect(new Set(names).size).toBe(names.length)
      members = members.map((member) => ({ ...member, owned: given.get(member.memberId)!, generation: generation * 10 + round }))
      if (round < 2) continue
      const wanted = [...counts].filter(([topic]) => members.some(({ topics }) => topics.includes(topic)))
      expect(names.length).toBe(wanted.reduce((sum, [, count]) => sum + count, 0))
      expect(shown(assignSticky(members, counts))).toEqual(shown(given))
      const same = members.filter(({ topics }) => topics.length === 1).map(({ owned }) => owned.length)
      expect(Math.max(0, ...same) - Math.min(...(same.length === 0 ? [0] : same))).toBeLessThanOrEqual(1)
    }
  }
})
