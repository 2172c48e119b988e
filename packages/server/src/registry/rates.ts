import type { Clock } from '@leat/base'

export interface Rates {
  readonly readsPerSecond: number
  readonly writesPerSecond: number
  /** Seconds of unused rate that may be used at once: a test suite that registers fifty schemas is no flood. */
  readonly burstSeconds: number
}

/** As the cloud has them, of one registry. */
export const CLOUD_RATES: Rates = { readsPerSecond: 75, writesPerSecond: 25, burstSeconds: 4 }

export interface RateLimiter {
  /** 0: go on. Else the seconds until there is room again. */
  take(registry: string, kind: 'read' | 'write'): number
}

interface Bucket {
  left: number
  atMs: number
}

/** A bucket per registry and kind, of which there are as many as environments. */
export function rateLimiter({ readsPerSecond, writesPerSecond, burstSeconds }: Rates, clock: Clock): RateLimiter {
  const buckets = new Map<string, Bucket>()
  return {
    take(registry, kind) {
      const perSecond = kind === 'read' ? readsPerSecond : writesPerSecond
      const nowMs = clock.monotonic()
      const key = `${kind} ${registry}`
      let bucket = buckets.get(key)
      if (bucket === undefined) buckets.set(key, (bucket = { left: perSecond * burstSeconds, atMs: nowMs }))
      bucket.left = Math.min(perSecond * burstSeconds, bucket.left + ((nowMs - bucket.atMs) / 1000) * perSecond)
      bucket.atMs = nowMs
      if (bucket.left >= 1) {
        bucket.left--
        return 0
      }
      return (1 - bucket.left) / perSecond
    },
  }
}
