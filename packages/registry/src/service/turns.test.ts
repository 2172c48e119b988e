import { expect, test } from 'vitest'
import { turns } from './turns.ts'

test('those of one key go one after the other, those of others do not wait', async () => {
  const queue = turns()
  const log: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = queue.take('a', async () => {
    await gate.promise
    log.push('a1')
  })
  const second = queue.take('a', async () => void log.push('a2'))
  await queue.take('b', async () => void log.push('b1'))
  gate.resolve()
  await Promise.all([first, second])
  expect(log).toEqual(['b1', 'a1', 'a2'])
})

test('who releases early lets the next one begin, and a failure holds nobody up', async () => {
  const queue = turns()
  const gate = Promise.withResolvers<void>()
  const slow = queue.take('a', async (release) => {
    release()
    await gate.promise
    throw new Error('too late')
  })
  expect(await queue.take('a', async () => 'next')).toBe('next')
  gate.resolve()
  await expect(slow).rejects.toThrow('too late')
  expect(await queue.take('a', async () => 'after')).toBe('after')
})
