import type { Clock, Millis } from '@leat/base'

/** Failed logins are slowed, then refused for a while: per e-mail and per address. Kept in memory. */
export interface LoginGuard {
  /** Counts an attempt before its password is checked, so that many at once are counted too. */
  begin(email: string, address: string): Attempt
}

export type Attempt =
  | { readonly kind: 'refused'; readonly limit: number; readonly retryAfterSeconds: number }
  | {
      readonly kind: 'admitted'
      /** How long the answer to a failure is held back. */
      readonly holdMs: Millis
      /** It was the right password: the e-mail begins anew, and the address is not charged. */
      succeeded(): void
    }

const WINDOW_MS: Millis = 15 * 60_000
const FAILURES_PER_EMAIL_MAX = 10
/** Larger: an office may share one. */
const FAILURES_PER_ADDRESS_MAX = 100
const HOLD_FIRST_MS: Millis = 250
const HOLD_MS_MAX: Millis = 4000
/** E-mails and addresses that are remembered; beyond, the oldest is forgotten. */
const TRACKED_MAX = 10_000

interface Count {
  failures: number
  readonly endsAtMs: Millis
}

interface Table {
  readonly failuresMax: number
  readonly counts: Map<string, Count>
}

export function loginGuard(clock: Clock): LoginGuard {
  const emails: Table = { failuresMax: FAILURES_PER_EMAIL_MAX, counts: new Map() }
  const addresses: Table = { failuresMax: FAILURES_PER_ADDRESS_MAX, counts: new Map() }

  const countOf = ({ counts }: Table, key: string): Count => {
    const known = counts.get(key)
    if (known !== undefined && known.endsAtMs > clock.monotonic()) return known
    counts.delete(key)
    const count = { failures: 0, endsAtMs: clock.monotonic() + WINDOW_MS }
    counts.set(key, count)
    if (counts.size > TRACKED_MAX) counts.delete(counts.keys().next().value!)
    return count
  }

  return {
    begin(email, address) {
      const key = email.toLowerCase()
      const byEmail = countOf(emails, key)
      const byAddress = countOf(addresses, address)
      for (const [{ failuresMax }, count] of [
        [emails, byEmail],
        [addresses, byAddress],
      ] as const) {
        if (count.failures < failuresMax) continue
        return { kind: 'refused', limit: failuresMax, retryAfterSeconds: Math.ceil((count.endsAtMs - clock.monotonic()) / 1000) }
      }
      byEmail.failures++
      byAddress.failures++
      return {
        kind: 'admitted',
        holdMs: Math.min(HOLD_MS_MAX, HOLD_FIRST_MS * 2 ** (byEmail.failures - 1)),
        succeeded() {
          emails.counts.delete(key)
          byAddress.failures--
        },
      }
    },
  }
}
