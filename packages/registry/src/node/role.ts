import type { SrMember } from './sr-protocol.ts'

/** What a node is in its group. */
export type Role =
  /** It is no member: it joins, or cannot reach the coordinator. */
  | { readonly kind: 'outside'; readonly reason: string }
  /** The group finds a primary. Until then nobody of it writes. */
  | { readonly kind: 'rebalancing' }
  /** Nobody is eligible. */
  | { readonly kind: 'no-primary' }
  /** Two members say that they are at one address: nobody is primary until one of them has gone. */
  | { readonly kind: 'duplicates' }
  | { readonly kind: 'secondary'; readonly primary: SrMember }
  | { readonly kind: 'primary' }
