import type { Role } from './role.ts'
import type { SrMember } from './sr-protocol.ts'

/** Where writes go now. */
export type Standing =
  /** Here: this node is primary, heard lately, and its writer leads. */
  | { readonly kind: 'here' }
  | { readonly kind: 'elsewhere'; readonly primary: SrMember }
  /** Nobody may be primary, and waiting changes nothing. */
  | { readonly kind: 'nowhere' }
  /** Nowhere yet: the group is finding a primary, or this node begins to lead. */
  | { readonly kind: 'soon' }

export function standingOf(
  role: Role,
  { isInContact, isLeading }: { readonly isInContact: boolean; readonly isLeading: boolean },
): Standing {
  switch (role.kind) {
    case 'primary':
      return { kind: isInContact && isLeading ? 'here' : 'soon' }
    case 'secondary':
      return { kind: 'elsewhere', primary: role.primary }
    case 'no-primary':
      return { kind: 'nowhere' }
    case 'rebalancing':
    case 'outside':
    case 'duplicates':
      return { kind: 'soon' }
  }
}
