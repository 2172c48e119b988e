import type { AuthorizationEvent } from '@leat/access'
import { virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { auditBuffer } from './audit-buffer.ts'
import { refusalLog } from './refusals.ts'

const event = (correlationId: number, principal = 'User:alice'): AuthorizationEvent => ({
  kind: 'authorization',
  atMs: 1,
  cluster: 'lkc-1',
  clientAddress: '10.0.0.1',
  connectionId: 'c-1',
  principal,
  api: 'Metadata',
  operation: 'describe',
  resourceType: 'topic',
  resourceName: 't',
  granted: false,
  reason: null,
  clientId: null,
  correlationId,
})

const open = (eventsMax: number) => auditBuffer({ cluster: 'lkc-1', clock: virtualClock(), eventsMax })
const ids = (events: readonly object[]) => events.map((one) => ('correlationId' in one ? one.correlationId : one))

test('events are drained once, in order', () => {
  const buffer = open(10)
  for (const id of [1, 2, 3]) buffer.record(event(id))
  expect(ids(buffer.drain())).toEqual([1, 2, 3])
  expect(buffer.drain()).toEqual([])
})

test('what there is no room for is counted, told once as a gap, and there is room again', () => {
  const buffer = open(2)
  for (const id of [1, 2, 3, 4, 5]) buffer.record(event(id))
  expect(ids(buffer.drain())).toEqual([1, 2, expect.objectContaining({ kind: 'gap', cluster: 'lkc-1', dropped: 3 })])
  buffer.record(event(6))
  expect(ids(buffer.drain())).toEqual([6])
})

test('whoever drains is told of the first event after each drain', () => {
  const buffer = open(10)
  buffer.record(event(1))
  let told = 0
  buffer.onData(() => (told += 1))
  expect(told).toBe(1)
  buffer.record(event(2))
  expect(told).toBe(1)
  buffer.drain()
  buffer.record(event(3))
  buffer.record(event(4))
  expect(told).toBe(2)
})

test('the last refusals of each principal, newest first', () => {
  const log = refusalLog({ perPrincipalMax: 2, principalsMax: 2 })
  for (const id of [1, 2, 3]) log.add(event(id))
  log.add(event(4, 'User:bob'))
  expect(ids(log.last('User:alice'))).toEqual([3, 2])
  expect(ids(log.last('User:bob'))).toEqual([4])
  expect(log.last('User:carol')).toEqual([])
})

test('of too many principals the one longest without a refusal is forgotten', () => {
  const log = refusalLog({ perPrincipalMax: 2, principalsMax: 2 })
  log.add(event(1))
  log.add(event(2, 'User:bob'))
  log.add(event(3))
  log.add(event(4, 'User:carol'))
  expect([log.last('User:alice').length, log.last('User:bob').length, log.last('User:carol').length]).toEqual([2, 0, 1])
})
