import type { Random } from '@leat/base'
import { CHANNELS, GOODS, PAYMENTS, PLACES } from './shop.ts'

export interface OrderLine {
  readonly sku: string
  readonly name: string
  readonly quantity: number
  readonly unit_price: number
}

/** An order as it lies in the topic. Amounts are in the currency's units, with two places. */
export interface Order {
  readonly order_id: string
  readonly customer_id: string
  readonly channel: string
  readonly lines: readonly OrderLine[]
  readonly total: number
  readonly currency: string
  readonly payment: string
  readonly ship_to: { readonly city: string; readonly country: string }
}

const CUSTOMERS = 500
const LINES_MAX = 4
const QUANTITY_MAX = 3
const CENTS = 100

/** Orders one after the other: the same numbers give the same orders for ever. When an order was placed is the record's timestamp. */
export function* orders(random: Random): Generator<Order, never, undefined> {
  for (let nth = 1; ; nth++) yield orderOf(random, nth)
}

function orderOf(random: Random, nth: number): Order {
  // The smaller of two: some customers come often, most come seldom.
  const customer = Math.min(random.below(CUSTOMERS), random.below(CUSTOMERS))
  // Who orders again lives where they lived.
  const { city, country, currency } = PLACES[customer % PLACES.length]!
  const wanted = new Set(Array.from({ length: 1 + random.below(LINES_MAX) }, () => cheapest(random)))
  const bought = [...wanted].map((at) => ({ good: GOODS[at]!, quantity: 1 + random.below(QUANTITY_MAX) }))
  const totalCents = bought.reduce((sum, { good, quantity }) => sum + good.priceCents * quantity, 0)
  return {
    order_id: `order-${String(nth).padStart(8, '0')}`,
    customer_id: `customer-${String(customer + 1).padStart(4, '0')}`,
    channel: oneOf(random, CHANNELS),
    lines: bought.map(({ good: { sku, name, priceCents }, quantity }) => ({ sku, name, quantity, unit_price: priceCents / CENTS })),
    total: totalCents / CENTS,
    currency,
    payment: oneOf(random, PAYMENTS),
    ship_to: { city, country },
  }
}

/** Beans are bought more often than machines: of two goods the cheaper. */
function cheapest(random: Random): number {
  const [a, b] = [random.below(GOODS.length), random.below(GOODS.length)]
  return GOODS[a]!.priceCents < GOODS[b]!.priceCents ? a : b
}

function oneOf<T>(random: Random, all: readonly T[]): T {
  return all[random.below(all.length)]!
}
