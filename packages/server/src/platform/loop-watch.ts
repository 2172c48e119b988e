import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Clock, Logger } from '@leat/base'

/** A synchronous call longer than this holds up every client of its thread, and is told. */
const BLOCKED_MS = 50
/** The sampling timer runs in native code: twenty wake-ups a second cost no measurable CPU. */
const RESOLUTION_MS = 50
const REPORT_INTERVAL_MS = 1000

/** A loop that stood still without using its processor waited for the disk, or for a machine that is too busy: told less often. */
const STARVED_INTERVAL_MS = 60_000

/**
 * Logs how long the thread's event loop stood still, once a second at most: `event-loop-blocked` when our own code took the time, else
 * `event-loop-starved`. A sleeping laptop does not count: its monotonic clock sleeps too.
 */
export function watchLoop({
  clock,
  logger,
  thread,
}: {
  readonly clock: Clock
  readonly logger: Logger
  readonly thread: 'control' | 'data'
}): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
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
    cpu = process.threadCpuUsage()
    delay.reset()
    clock.after(REPORT_INTERVAL_MS, report)
  }
  // Loading modules at start blocks rightly; counting begins with the first second.
  clock.after(REPORT_INTERVAL_MS, () => {
    delay.enable()
    cpu = process.threadCpuUsage()
    clock.after(REPORT_INTERVAL_MS, report)
  })
}
