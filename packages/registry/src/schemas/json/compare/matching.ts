/** @returns the most pairs (left, right) that can be joined by edges so that nothing is in two of them. Asks for an edge only when it needs to know. */
export function maximumMatching(
  leftSize: number,
  rightSize: number,
  isEdge: (left: number, right: number) => boolean,
): readonly (readonly [left: number, right: number])[] {
  const partners = Array.from<unknown, number | null>({ length: rightSize }, () => null)
  // What a search that failed has seen can never help a later one (Kuhn), so it is left out from then on.
  const dead = new Uint8Array(rightSize)
  for (let left = 0; left < leftSize; left++) {
    // Versions of a schema mostly keep the order of their lists: the partner at the same place is tried first.
    if (left < rightSize && partners[left] === null && dead[left] === 0 && isEdge(left, left)) partners[left] = left
    else augment(left, partners, dead, isEdge)
  }
  return partners.flatMap((left, right) => (left === null ? [] : [[left, right] as const])).toSorted(([a], [b]) => a - b)
}

/** Looks for a chain of edges from a left one without partner to a right one without partner, breadth first, and swaps partners along it. */
function augment(root: number, partners: (number | null)[], dead: Uint8Array, isEdge: (left: number, right: number) => boolean): void {
  const cameFrom = new Map<number, number>()
  const queue = [root]
  for (const left of queue) {
    for (let step = 0; step < partners.length; step++) {
      const right = (left + step) % partners.length // Something that was inserted before it moves a partner by little.
      if (dead[right] === 1 || cameFrom.has(right) || !isEdge(left, right)) continue
      cameFrom.set(right, left)
      const partner = partners[right] ?? null
      if (partner === null) return swap(right, root, partners, cameFrom)
      queue.push(partner)
    }
  }
  for (const right of cameFrom.keys()) dead[right] = 1
}

function swap(end: number, root: number, partners: (number | null)[], cameFrom: ReadonlyMap<number, number>): void {
  for (let right: number | null = end; right !== null;) {
    const left: number = cameFrom.get(right) ?? root
    const before = partners.indexOf(left)
    partners[right] = left
    right = before === -1 ? null : before
  }
}
