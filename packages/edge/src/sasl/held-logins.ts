import type { Bytes, Clock, Millis } from '@leat/base'
import type { Credentials } from '../credentials.ts'

/** A token longer than this is no API key that is on its way. */
const TOKEN_BYTES_MAX: Bytes = 4_096

interface HoldLimits {
  /** The longest a login is held. */
  readonly loginHoldMs: Millis
  /** Logins held at once; those above it are refused at once. */
  readonly loginsHeldMax: number
  readonly loginsHeldPerAddressMax: number
}

interface Held {
  readonly address: string
  readonly decide: () => void
}

/** Logins that were refused and may be right in a moment: the key is known to the control plane, its fact on the way to this edge. */
export interface HeldLogins {
  /** `decide` is called once: when this key is told, or when the time is over. Null: not held (no room, or nobody tells of keys). */
  hold(username: string, address: string, tokenBytes: Bytes, decide: () => void): Disposable | null
  close(): void
}

export function heldLogins(credentials: Credentials, clock: Clock, limits: HoldLimits): HeldLogins {
  const byUsername = new Map<string, Set<Held>>()
  const perAddress = new Map<string, number>()
  let count = 0

  const told = credentials.onSet?.((username) => {
    // Those that are decided leave.
    for (const held of Array.from(byUsername.get(username) ?? [])) held.decide()
  })
  const leave = (username: string, held: Held): boolean => {
    const others = byUsername.get(username)
    if (others?.delete(held) !== true) return false
    if (others.size === 0) byUsername.delete(username)
    const left = perAddress.get(held.address)! - 1
    if (left === 0) perAddress.delete(held.address)
    else perAddress.set(held.address, left)
    count -= 1
    return true
  }
  return {
    hold(username, address, tokenBytes, decide) {
      const fromAddress = perAddress.get(address) ?? 0
      if (
        told === undefined ||
        tokenBytes > TOKEN_BYTES_MAX ||
        count >= limits.loginsHeldMax ||
        fromAddress >= limits.loginsHeldPerAddressMax
      )
        return null
      const end = (): boolean => {
        timer.cancel()
        return leave(username, held)
      }
      const held: Held = { address, decide: () => void (end() && decide()) }
      const timer = clock.after(limits.loginHoldMs, held.decide)
      const others = byUsername.get(username)
      if (others === undefined) byUsername.set(username, new Set([held]))
      else others.add(held)
      perAddress.set(address, fromAddress + 1)
      count += 1
      return { [Symbol.dispose]: () => void end() }
    },
    close: () => told?.[Symbol.dispose](),
  }
}
