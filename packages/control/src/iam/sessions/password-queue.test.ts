import { expect, test } from 'vitest'
import { passwordQueue, RUNNING_MAX, WAITING_MAX } from './password-queue.ts'

test('few run at once, few wait, and the rest is turned away at once', async () => {
  const queue = passwordQueue()
  const gate = Promise.withResolvers<void>()
  let running = 0
  let most = 0
  const check = async (): Promise<boolean> => {
    most = Math.max(most, ++running)
    await gate.promise
    running--
    return true
  }
  const admitted = Array.from({ length: RUNNING_MAX + WAITING_MAX }, () => queue.run(check))
  expect(await queue.run(check)).toBeNull()
  gate.resolve()
  expect(await Promise.all(admitted)).toEqual(admitted.map(() => ({ value: true })))
  expect(most).toBe(RUNNING_MAX)
})

test('a check that throws gives its place on', async () => {
  const queue = passwordQueue()
  const broken = async (): Promise<never> => {
    throw new Error('broken')
  }
  for (let i = 0; i < RUNNING_MAX + 1; i++) await expect(queue.run(broken)).rejects.toThrow('broken')
  expect(await queue.run(async () => 'fine')).toEqual({ value: 'fine' })
})
