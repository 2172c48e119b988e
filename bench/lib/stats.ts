/** The little statistics of a comparison: medians, spreads, and the ratio of pairs that ran next to each other. */

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** (max - min) / median; 0 when all are equal, NaN for fewer than two values, which say nothing about how they vary. */
export function spread(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN
  const range = Math.max(...values) - Math.min(...values)
  return range === 0 ? 0 : range / Math.abs(median(values))
}

/** The value below which `share` (0 to 1) of all lie: nearest rank. */
export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  if (sorted.length === 0) return Number.NaN
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!
}

export interface Comparison {
  readonly kafka: number
  readonly kafkaSpread: number
  readonly leat: number
  readonly leatSpread: number
  /** Median over the pairs of Leat / Kafka; null when Kafka's value is 0. */
  readonly ratio: number | null
  readonly ratioSpread: number
}

/** Compares the values of pairs: the i-th of one side ran next to the i-th of the other. */
export function compare(kafka: readonly number[], leat: readonly number[]): Comparison {
  const ratios = leat.map((value, i) => value / kafka[i]!)
  const isUsable = ratios.every(Number.isFinite)
  return {
    kafka: median(kafka),
    kafkaSpread: spread(kafka),
    leat: median(leat),
    leatSpread: spread(leat),
    ratio: isUsable ? median(ratios) : null,
    ratioSpread: isUsable ? spread(ratios) : Number.NaN,
  }
}
