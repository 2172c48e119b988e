import { virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { type Attempt, loginGuard } from './login-guard.ts'

const WINDOW_MS = 15 * 60_000

test('attempts count before they are known to have failed: many at once are no way around', () => {
  const guard = loginGuard(virtualClock())
  const attempts = Array.from({ length: 12 }, () => guard.begin('a@example.com', '10.0.0.1').kind)
  expect(attempts.filter((kind) => kind === 'admitted')).toHaveLength(10)
})

test('an e-mail is counted from all addresses together, an address over all e-mails', () => {
  const byEmail = loginGuard(virtualClock())
  for (let i = 0; i < 10; i++) byEmail.begin('A@example.com', `10.0.0.${i}`)
  expect(byEmail.begin('a@EXAMPLE.com', '10.9.9.9')).toEqual({ kind: 'refused', limit: 10, retryAfterSeconds: WINDOW_MS / 1000 })

  const byAddress = loginGuard(virtualClock())
  for (let i = 0; i < 100; i++) byAddress.begin(`${i}@example.com`, '10.0.0.1')
  expect(byAddress.begin('new@example.com', '10.0.0.1')).toMatchObject({ kind: 'refused', limit: 100 })
  expect(byAddress.begin('new@example.com', '10.0.0.2').kind).toBe('admitted')
})

test('the window ends, and a success before it clears the e-mail', async () => {
  const clock = virtualClock()
  const guard = loginGuard(clock)
  const holds: number[] = []
  const note = (attempt: Attempt): void => void (attempt.kind === 'admitted' && holds.push(attempt.holdMs))
  for (let i = 0; i < 3; i++) note(guard.begin('a@example.com', '10.0.0.1'))
  const right = guard.begin('a@example.com', '10.0.0.1')
  if (right.kind === 'admitted') right.succeeded()
  note(guard.begin('a@example.com', '10.0.0.1'))
  expect(holds).toEqual([250, 500, 1000, 250])
  await clock.advance(WINDOW_MS)
  note(guard.begin('a@example.com', '10.0.0.1'))
  expect(holds.at(-1)).toBe(250)
})

test('it remembers a bounded number of e-mails, and forgets the oldest', () => {
  const guard = loginGuard(virtualClock())
  for (let i = 0; i < 10; i++) guard.begin('old@example.com', `10.0.0.${i}`)
  expect(guard.begin('old@example.com', '10.1.0.1').kind).toBe('refused')
  for (let i = 0; i < 10_000; i++) guard.begin(`${i}@example.com`, `10.2.${i >> 8}.${i & 255}`)
  expect(guard.begin('old@example.com', '10.1.0.1').kind).toBe('admitted')
})
