import type { AclBinding, PrincipalName } from '@leat/access'

/** Who changes ACLs over the Kafka protocol. */
export interface AclCaller {
  readonly principal: PrincipalName
  /** Without port. */
  readonly clientAddress: string
  /** An operator's session, which needs no right. */
  readonly trusted: boolean
}

export type AclWriteResult =
  | { readonly kind: 'done' }
  /** One of Kafka's codes that says why not. */
  | { readonly kind: 'refused'; readonly errorCode: number; readonly message: string }
  /** Whoever keeps the ACLs cannot be reached now. */
  | { readonly kind: 'away' }

/**
 * Where ACLs are changed: the control plane, which tells the change to all edges as facts. Resolves when this edge has been told, so that what was
 * acknowledged is seen by the next request. Both are idempotent; one result per ACL, in order.
 */
export interface AclWriter {
  create(cluster: string, caller: AclCaller, acls: readonly AclBinding[]): Promise<readonly AclWriteResult[]>
  delete(cluster: string, caller: AclCaller, acls: readonly AclBinding[]): Promise<readonly AclWriteResult[]>
}

/** For clusters whose ACLs nobody keeps: reading works, changing does not. */
export const NO_ACL_WRITER: AclWriter = {
  create: (_cluster, _caller, acls) => Promise.resolve(acls.map(() => ({ kind: 'away' }))),
  delete: (_cluster, _caller, acls) => Promise.resolve(acls.map(() => ({ kind: 'away' }))),
}
