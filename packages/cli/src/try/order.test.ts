import { seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { type Order, orders } from './order.ts'

function some(seed: number, count: number): readonly Order[] {
  const made = orders(seededRandom(seed))
  return Array.from({ length: count }, () => made.next().value)
}

test('the same seed gives the same orders, another gives others', () => {
  expect(some(7, 50)).toEqual(some(7, 50))
  expect(some(7, 50)).not.toEqual(some(8, 50))
})

test('an order adds up, has distinct lines and a number of its own', () => {
  const all = some(1, 1000)
  for (const { lines, total } of all) {
    const cents = lines.reduce((sum, { quantity, unit_price: price }) => sum + quantity * Math.round(price * 100), 0)
    expect(Math.round(total * 100)).toBe(cents)
    expect(new Set(lines.map(({ sku }) => sku)).size).toBe(lines.length)
  }
  expect(new Set(all.map(({ order_id: id }) => id)).size).toBe(1000)
})

test('customers come again, and live where they lived', () => {
  const places = new Map<string, Set<string>>()
  for (const { customer_id: id, ship_to: to } of some(2, 1000)) places.set(id, (places.get(id) ?? new Set()).add(to.city))
  expect(places.size).toBeLessThan(500)
  expect([...places.values()].every(({ size }) => size === 1)).toBe(true)
})
