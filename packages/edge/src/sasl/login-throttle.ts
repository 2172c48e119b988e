import type { Clock, Millis } from '@leat/base'

export interface LoginThrottle {
  /** Counts a failed login from this address and answers how long its answer is held back. */
  failed(address: string): Millis
}

/** After so long without a failure an address starts anew. */
const FORGET_MS = 60_000

/**
 * Slows guessing: each failed login from an address doubles the time until the next one is answered. A success does not reset it,
 * or one good key would allow endless guesses at others. Remembers a bounded number of addresses, the longest quiet ones go first.
 */
export function loginThrottle(
  clock: Clock,
  limits: { readonly loginFailureDelayMs: Millis; readonly loginFailureDelayMaxMs: Millis; readonly loginFailureAddressesMax: number },
): LoginThrottle {
  const addresses = new Map<string, { failures: number; lastAtMs: number }>()
  return {
    failed(address) {
      const nowMs = clock.monotonic()
      const known = addresses.get(address)
      const failures = known === undefined || nowMs - known.lastAtMs > FORGET_MS ? 1 : known.failures + 1
      addresses.delete(address)
      addresses.set(address, { failures, lastAtMs: nowMs })
      if (addresses.size > limits.loginFailureAddressesMax) addresses.delete(addresses.keys().next().value!)
      return Math.min(limits.loginFailureDelayMaxMs, limits.loginFailureDelayMs * 2 ** Math.min(failures - 1, 30))
    },
  }
}
