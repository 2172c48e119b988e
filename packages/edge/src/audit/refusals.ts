import type { AuthorizationEvent, PrincipalName } from '@leat/access'

/** What was refused last, to explain it. */
export interface Refusals {
  /** Newest first; a bounded number. */
  last(principal: PrincipalName): readonly AuthorizationEvent[]
}

export interface RefusalLog extends Refusals {
  add(event: AuthorizationEvent): void
}

interface RefusalLimits {
  readonly perPrincipalMax: number
  /** Principals remembered; those longest without a refusal go. */
  readonly principalsMax: number
}

export function refusalLog({ perPrincipalMax, principalsMax }: RefusalLimits = { perPrincipalMax: 16, principalsMax: 1_000 }): RefusalLog {
  const byPrincipal = new Map<PrincipalName, AuthorizationEvent[]>()
  return {
    last: (principal) => (byPrincipal.get(principal) ?? []).toReversed(),
    add(event) {
      const events = byPrincipal.get(event.principal) ?? []
      byPrincipal.delete(event.principal)
      byPrincipal.set(event.principal, events)
      events.push(event)
      if (events.length > perPrincipalMax) events.shift()
      if (byPrincipal.size > principalsMax) byPrincipal.delete(byPrincipal.keys().next().value!)
    },
  }
}
