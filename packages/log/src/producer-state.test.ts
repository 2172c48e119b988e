import { readInfo } from '@leat/wire/records'
import { expect, test } from 'vitest'
import { batchOf } from '../test/fixture.ts'
import { decodeSnapshot, encodeSnapshot } from './producer-snapshot.ts'
import { ProducerStates, sequenceAfter } from './producer-state.ts'

/** `epoch:sequence×count`. */
function info(text: string) {
  const [, epoch, sequence, count] = /^(\d+):(\d+)×(\d+)$/.exec(text)!.map(Number)
  return readInfo(
    batchOf({ values: Array.from({ length: count! }, () => 'v'), producerId: 9, producerEpoch: epoch!, baseSequence: sequence! }),
    0,
  )
}

function after(...batches: readonly string[]): ProducerStates {
  const states = new ProducerStates(10)
  let offset = 100
  for (const text of batches) {
    const batch = info(text)
    states.note(batch, offset, 0)
    offset += batch.recordCount
  }
  return states
}

test.for([
  { had: [], gets: '3:7×2', says: 'next', why: 'an unknown producer may begin anywhere' },
  { had: ['0:0×3'], gets: '0:3×1', says: 'next', why: 'it goes on' },
  { had: ['0:0×3'], gets: '0:4×1', says: 'gap 3', why: 'one is missing' },
  { had: ['0:0×3'], gets: '0:0×3', says: 'duplicate 100', why: 'the same again' },
  { had: ['0:0×3'], gets: '0:0×2', says: 'gap 3', why: 'another cut of the same records' },
  { had: ['0:0×1', '0:1×1', '0:2×1', '0:3×1', '0:4×1'], gets: '0:0×1', says: 'duplicate 100', why: 'five are remembered' },
  { had: ['0:0×1', '0:1×1', '0:2×1', '0:3×1', '0:4×1', '0:5×1'], gets: '0:0×1', says: 'gap 6', why: 'the sixth is not' },
  { had: ['1:0×3'], gets: '0:3×1', says: 'stale 1', why: 'its successor is here' },
  { had: ['1:5×3'], gets: '2:0×1', says: 'next', why: 'a new epoch begins at 0' },
  { had: ['1:5×3'], gets: '2:8×1', says: 'gap 0', why: 'a new epoch begins at 0' },
  { had: ['0:2147483646×2'], gets: '0:0×1', says: 'next', why: 'sequences begin anew' },
  { had: ['0:2147483646×4'], gets: '0:2×1', says: 'next', why: 'sequences begin anew inside a batch' },
  { had: ['0:2147483646×4'], gets: '0:2147483646×4', says: 'duplicate 100', why: 'the same again across the end' },
])('after [$had] comes $gets: $says, because $why', ({ had, gets, says }) => {
  const check = after(...had).check(info(gets))
  const said = check.ok
    ? check.value.kind === 'duplicate'
      ? `duplicate ${check.value.batch.lastOffset - check.value.batch.offsetDelta}`
      : 'next'
    : check.error.kind === 'sequence-gap'
      ? `gap ${check.error.expected}`
      : check.error.kind === 'stale-producer-epoch'
        ? `stale ${check.error.current}`
        : check.error.kind
  expect(said).toBe(says)
})

test('an undone batch leaves the producer as it was', () => {
  const states = after('0:0×1')
  const before = [...states.entries()]
  const undos = [states.note(info('0:1×1'), 101, 0), states.note(info('1:0×1'), 102, 0)]
  expect([...states.before(undos)]).toEqual(before)
  for (const undo of undos.toReversed()) states.undo(undo)
  expect([...states.entries()]).toEqual(before)
})

test('a snapshot keeps all that is remembered, and a damaged one is not believed', () => {
  const states = after('0:0×1', '0:1×2', '0:3×1')
  const bytes = encodeSnapshot(new Map(states.entries()))
  expect([...decodeSnapshot(bytes, 0)!]).toEqual([...states.entries()])
  for (let at = 0; at < bytes.length; at++) {
    const damaged = Buffer.from(bytes)
    damaged[at]! ^= 1
    expect(decodeSnapshot(damaged, 0)).toBe(null)
  }
  for (let length = 0; length < bytes.length; length++) expect(decodeSnapshot(bytes.subarray(0, length), 0)).toBe(null)
})

test('the part of a snapshot that Kafka reads is laid out as Kafka does', () => {
  const bytes = encodeSnapshot(new Map(after('2:5×3').entries()))
  expect(bytes.length).toBe(10 + 46 + 1)
  expect([bytes.readInt16BE(0), bytes.readInt32BE(6), Number(bytes.readBigInt64BE(10)), bytes.readInt16BE(18)]).toEqual([1, 1, 9, 2])
  expect([bytes.readInt32BE(20), Number(bytes.readBigInt64BE(24)), bytes.readInt32BE(32)]).toEqual([7, 102, 2])
})

test('the producer heard of longest ago is forgotten when there are too many', () => {
  const states = new ProducerStates(2)
  for (const producerId of [1, 2, 1, 3]) states.note({ ...info('0:0×1'), producerId }, 0, 0)
  expect(states.describe().map(({ producerId }) => producerId)).toEqual([1, 3])
})

test("sequences wrap as Kafka's do", () => {
  expect([sequenceAfter(0, 1), sequenceAfter(0x7fff_ffff, 1), sequenceAfter(0x7fff_fffe, 5)]).toEqual([1, 0, 3])
})
