import type { Clock, Logger, Millis, Random } from '@leat/base'
import type { Changes } from './changes.ts'
import type { Election } from './election.ts'
import type { NodeLimits } from './limits.ts'
import { Retry } from './retry.ts'
import type { SupervisedStore } from './supervised-store.ts'

export interface WriterKeeperOptions {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly limits: NodeLimits
  readonly store: Pick<SupervisedStore<unknown>, 'isOpen' | 'role' | 'lead' | 'follow'>
  readonly election: Pick<Election, 'role' | 'contactAgeMs' | 'hurry'>
  readonly changes: Changes
}

/**
 * Keeps the store's writer where the group wants it. A primary whose writer was fenced asks the group first whether it still is the primary: otherwise two of them that know
 * nothing of each other yet would take turns. During a rebalance the writer stays, and the gate before it is closed.
 */
export async function keepWriter(options: WriterKeeperOptions, signal: AbortSignal): Promise<void> {
  const { clock, logger, limits, store, election, changes } = options
  const retry = new Retry(options)
  let lostAtMs: Millis | null = null
  let wasPrimary = false
  while (!signal.aborted) {
    const { kind } = election.role
    try {
      if (kind === 'primary' && store.isOpen && store.role !== 'leading') {
        lostAtMs ??= wasPrimary ? clock.monotonic() : Number.NEGATIVE_INFINITY
        if (clock.monotonic() - election.contactAgeMs >= lostAtMs) {
          await store.lead()
          lostAtMs = null
          retry.reset()
          changes.tell()
        } else election.hurry()
      } else if (kind !== 'primary' && kind !== 'rebalancing' && store.role === 'leading') {
        await store.follow()
        changes.tell()
      }
      if (kind !== 'rebalancing') wasPrimary = kind === 'primary'
      if (kind !== 'primary') lostAtMs = null
    } catch (error) {
      logger.event('warn', 'registry-lead-failed', { reason: error instanceof Error ? error.message : String(error) })
      await retry.wait(signal).catch(() => null)
    }
    await changes.next(clock, limits.leadCheckMs, signal).catch(() => null)
  }
}
