import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Clock, Logger } from '@leat/base'

/** A synchronous call longer than this holds up every client of its thread, and is told. */
const BLOCKED_MS = 50
/** The sampling timer runs in native code, yet it wakes the thread: 0.14 % of a core, which an idle platform does not spend. */
const RESOLUTION_MS = 50
const REPORT_INTERVAL_MS = 1000

/** A loop that stood still without using its processor waited for the disk, or for a machine that is too busy: told less often. */
const STARVED_INTERVAL_MS = 60_000

/**
 * Logs how long the data thread's event loop stood still, once a second at most: `event-loop-blocked` when our own code took the time, else
 * `event-loop-starved`. A sleeping laptop does not count: its monotonic clock sleeps too. It looks only while `hasClients` says so: without
 * them nobody is held up, and the module loading at start, which blocks rightly, is over.
 */
export function watchLoop({
  clock,
  logger,
  hasClients,
}: {
  readonly clock: Clock
  readonly logger: Logger
  readonly hasClients: () => boolean
}): void {
  const thread = 'data'
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  let isLooking = false
  let cpu = process.threadCpuUsage()
  let starvedToldAtMs = -STARVED_INTERVAL_MS
  const report = (): void => {
    const ms = delay.count === 0 ? 0 : Math.round(delay.max / 1e6) - RESOLUTION_MS
    const { user, system } = process.threadCpuUsage(cpu)
    const cpuMs = Math.round((user + system) / 1000)
    if (ms > BLOCKED_MS && cpuMs >= ms / 2) logger.event('warn', 'event-loop-blocked', { thread, ms, cpuMs })
    else if (ms > BLOCKED_MS && clock.monotonic() - starvedToldAtMs >= STARVED_INTERVAL_MS) {
      starvedToldAtMs = clock.monotonic()
      logger.event('info', 'event-loop-starved', { thread, ms, cpuMs })
    }
  }
  const tick = (): void => {
    if (isLooking) report()
    if (isLooking !== hasClients()) {
      isLooking = !isLooking
      if (isLooking) delay.enable()
      else delay.disable()
    }
    delay.reset()
    if (isLooking) cpu = process.threadCpuUsage()
    clock.after(REPORT_INTERVAL_MS, tick)
  }
  clock.after(REPORT_INTERVAL_MS, tick)
}
