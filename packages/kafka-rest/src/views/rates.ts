import type { Clock, Millis } from '@leat/base'

/** Shorter distances say more of chance than of a rate. */
const APART_MS_MIN: Millis = 2_000
/** Clusters and their topics that are remembered. */
const SAMPLES_MAX = 20_000
/** A sample that is older says nothing of now. */
const AGE_MS_MAX: Millis = 60_000

interface Sample {
  readonly atMs: Millis
  readonly total: number
}

/** Rates per second of totals that grow, from one asking to the next: they cost nothing while nobody looks. */
export interface Rates {
  /** Null until the total is known at two moments. */
  of(what: string, total: number): number | null
}

export function ratesOver(clock: Clock): Rates {
  const samples = new Map<string, { base: Sample; next: Sample }>()
  return {
    of(what, total) {
      const now: Sample = { atMs: clock.monotonic(), total }
      const known = samples.get(what)
      samples.delete(what)
      if (known === undefined || now.atMs - known.next.atMs > AGE_MS_MAX || total < known.next.total) {
        samples.set(what, { base: now, next: now })
        if (samples.size > SAMPLES_MAX) samples.delete(samples.keys().next().value!)
        return null
      }
      // The base is at least APART_MS_MIN old, the next one becomes it when it is.
      if (now.atMs - known.next.atMs >= APART_MS_MIN) samples.set(what, { base: known.next, next: now })
      else samples.set(what, known)
      const { base } = samples.get(what)!
      return now.atMs - base.atMs < APART_MS_MIN ? null : ((total - base.total) * 1_000) / (now.atMs - base.atMs)
    },
  }
}
