import { expect, test, vi } from 'vitest'
import { nodeClock } from './clock.ts'
import { stderrLogger } from './logger.ts'
import { nodeRandom } from './random.ts'

test('a timer longer than 2^31 ms is not run at once', () => {
  vi.useFakeTimers()
  try {
    const ran = vi.fn()
    nodeClock().after(2 ** 31 + 1_000, ran)
    const cancelled = nodeClock().after(2 ** 31 + 1_000, ran)
    vi.advanceTimersByTime(2 ** 31 - 1)
    expect(ran).not.toHaveBeenCalled()
    cancelled.cancel()
    vi.advanceTimersByTime(1_001)
    expect(ran).toHaveBeenCalledOnce()
  } finally {
    vi.useRealTimers()
  }
})

test('turns run after what is already there', async () => {
  const order: string[] = []
  await new Promise<void>((resolve) => {
    nodeClock().turn(() => {
      order.push('turn')
      resolve()
    })
    void Promise.resolve().then(() => order.push('promise'))
  })
  expect(order).toEqual(['promise', 'turn'])
})

test('random numbers stay below their limit', () => {
  const random = nodeRandom()
  for (let i = 0; i < 100; i++) expect(random.below(3)).toBeLessThan(3)
  expect(random.bytes(16)).toHaveLength(16)
})

test('log lines are filtered by level, and a field cannot forge a line', () => {
  const lines: string[] = []
  const logger = stderrLogger({ level: 'info', json: false, write: (line) => lines.push(line) })
  logger.event('debug', 'unseen')
  logger.event('warn', 'bad-frame', { remote: '127.0.0.1', client: 'a\nb', bytes: 12, cause: undefined, last: null })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^\S+Z warn {2}bad-frame remote=127.0.0.1 client="a\\nb" bytes=12 last=null\n$/)
})

test('log lines as JSON keep their own time, level and event', () => {
  const lines: string[] = []
  stderrLogger({ level: 'debug', json: true, write: (line) => lines.push(line) }).event('error', 'fault', { event: 'other', cause: 'x' })
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'error', event: 'fault', cause: 'x' })
})
