/** Java's `Math.abs(groupId.hashCode()) % partitionCount`, as every broker and tool computes it; the hash's smallest value counts as 0. */
export function partitionOf(groupId: string, partitionCount: number): number {
  let hash = 0
  for (let at = 0; at < groupId.length; at++) hash = (Math.imul(hash, 31) + groupId.charCodeAt(at)) | 0
  return hash === -2_147_483_648 ? 0 : Math.abs(hash) % partitionCount
}
