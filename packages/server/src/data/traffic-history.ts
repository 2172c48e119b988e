import type { Clock, Millis } from '@leat/base'
import type { Traffic } from '@leat/edge'

export const SAMPLE_MS: Millis = 5_000
/** Ten minutes. */
const SAMPLES_MAX = 120

/** Rates per second over the time since the sample before; connections as they were then. */
export interface TrafficSample {
  readonly atMs: Millis
  readonly requests: number
  readonly ingressBytes: number
  readonly egressBytes: number
  readonly connections: number
}

/** The last minutes of a cluster's traffic: one look at three counters every five seconds. */
export interface TrafficHistory extends Disposable {
  /** Oldest first. */
  readonly samples: readonly TrafficSample[]
}

export interface Counters {
  readonly traffic: Readonly<Traffic>
  readonly connections: number
}

export function trafficHistory(clock: Clock, read: () => Counters): TrafficHistory {
  const samples: TrafficSample[] = []
  let last = { ...read().traffic }
  let lastMs = clock.monotonic()
  let timer = clock.after(SAMPLE_MS, sample)

  function sample(): void {
    const { traffic, connections } = read()
    const nowMs = clock.monotonic()
    const perSecond = (now: number, before: number): number => ((now - before) * 1_000) / (nowMs - lastMs)
    samples.push({
      atMs: clock.now(),
      requests: perSecond(traffic.requests, last.requests),
      ingressBytes: perSecond(traffic.ingressBytes, last.ingressBytes),
      egressBytes: perSecond(traffic.egressBytes, last.egressBytes),
      connections,
    })
    if (samples.length > SAMPLES_MAX) samples.shift()
    last = { ...traffic }
    lastMs = nowMs
    timer = clock.after(SAMPLE_MS, sample)
  }

  return { samples, [Symbol.dispose]: () => timer.cancel() }
}
