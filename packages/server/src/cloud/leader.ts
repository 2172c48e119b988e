import type { Clock, Logger, Millis } from '@leat/base'
import type { ControlState } from '@leat/control'
import { type Store, StoreUnavailable } from '@leat/store'

const LEAD_AGAIN_MS: Millis = 5_000

export interface Leader {
  begin(): Promise<void>
  end(): Promise<void>
}

/**
 * Leads, or, where the state is there and cannot be written now (a full disk), tries again from time to time: data planes must start all the same.
 */
export function leaderOf(store: Store<ControlState>, clock: Clock, logger: Logger): Leader {
  let wanted = false
  const lead = async (): Promise<void> => {
    try {
      if (wanted) await store.lead()
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || store.state.organization.size === 0) throw error
      logger.event('error', 'control-read-only', { reason: error.message })
      clock.after(LEAD_AGAIN_MS, () => void lead().catch(() => {}))
    }
  }
  return {
    begin() {
      wanted = true
      return lead()
    },
    async end() {
      wanted = false
      await store.follow()
    },
  }
}
