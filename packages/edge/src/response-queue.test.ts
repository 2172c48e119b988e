import { expect, test } from 'vitest'
import { seededRandom } from '@leat/base/sim'
import { ResponseQueue } from './response-queue.ts'

test('answers leave in the order of their requests, whatever order they become ready in', () => {
  const random = seededRandom('order')
  const left: number[] = []
  const queue = new ResponseQueue<number>((outcome) => left.push(outcome))
  let reserved = 0
  const open: { slot: ReturnType<typeof queue.reserve>; number: number }[] = []
  for (let step = 0; step < 2_000; step++) {
    if (open.length === 0 || (reserved < 1_000 && random.below(2) === 0)) open.push({ slot: queue.reserve(), number: reserved++ })
    else {
      const [one] = open.splice(random.below(open.length), 1)
      queue.settle(one!.slot, one!.number, 10)
    }
    expect(queue.size).toBe(reserved - left.length)
    expect(queue.heldBytes).toBe((queue.size - open.length) * 10)
  }
  for (const one of open) queue.settle(one.slot, one.number, 10)
  expect(left).toEqual(Array.from({ length: reserved }, (_, i) => i))
  expect([queue.size, queue.heldBytes]).toEqual([0, 0])
})

test('settling twice is a bug, settling after the end is nothing', () => {
  const left: string[] = []
  const queue = new ResponseQueue<string>((outcome) => left.push(outcome))
  const first = queue.reserve()
  const second = queue.reserve()
  queue.settle(first, 'first', 1)
  expect(() => queue.settle(first, 'again', 1)).toThrow('settled once')
  queue.clear()
  queue.settle(second, 'second', 1)
  expect(left).toEqual(['first'])
  expect(queue.heldBytes).toBe(0)
})
