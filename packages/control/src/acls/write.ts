import type { ControlContext } from '../context.ts'
import { type AclsWritten, type AclWrites, decideAcls } from './decide.ts'

/**
 * Changes the ACLs of a cluster for whoever may: the edge (Kafka's CreateAcls, DeleteAcls) and Kafka REST have asked that before. Answers when
 * every edge has them. @throws StoreUnavailable, DecisionTooLarge
 */
export type WriteAcls = (cluster: string, writes: AclWrites) => Promise<AclsWritten>

export function writeAclsOf({ store, clock, factsDelivered }: Pick<ControlContext, 'store' | 'clock' | 'factsDelivered'>): WriteAcls {
  return async (cluster, writes) => {
    const written = await store.decide((state) => decideAcls(state, cluster, writes, new Date(clock.now()).toISOString()))
    await factsDelivered()
    return written
  }
}
