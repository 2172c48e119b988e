/**
 * The cooperative sticky assignment (KIP-429) as the leader of a group makes it: balanced, and as little moved as balance allows. A partition that has to
 * move is given to nobody yet: its owner sees that it is gone, gives it up and joins again, and the next assignment gives it away.
 */

/** `topic` and the number of the partition. */
export interface GroupPartition {
  readonly topic: string
  readonly partition: number
}

export interface MemberWish {
  readonly memberId: string
  readonly topics: readonly string[]
  /** What it holds, as it says. */
  readonly owned: readonly GroupPartition[]
  /** The generation in which it got that; -1 when it does not say. */
  readonly generation: number
}

export type Assignment = ReadonlyMap<string, readonly GroupPartition[]>

/** @param partitionCounts of the topics that there are */
export function assignCooperatively(members: readonly MemberWish[], partitionCounts: ReadonlyMap<string, number>): Assignment {
  const balanced = assignSticky(members, partitionCounts)
  const holders = new Map<string, Set<string>>()
  for (const { memberId, owned } of members) for (const one of owned) holdersOf(holders, one).add(memberId)
  const isFree = (memberId: string, one: GroupPartition): boolean => {
    const holding = holders.get(nameOf(one))
    return holding === undefined || holding.size === 0 || (holding.size === 1 && holding.has(memberId))
  }
  return new Map([...balanced].map(([memberId, partitions]) => [memberId, partitions.filter((one) => isFree(memberId, one))]))
}

/** Balanced and sticky; partitions move at once. */
export function assignSticky(members: readonly MemberWish[], partitionCounts: ReadonlyMap<string, number>): Assignment {
  const sorted = [...members].sort((a, b) => (a.memberId < b.memberId ? -1 : 1))
  const shares: Share[] = sorted.map((wish) => ({ memberId: wish.memberId, topics: new Set(wish.topics), partitions: [] }))
  const owners = rightfulOwners(sorted)
  const free: GroupPartition[] = []
  for (const [topic, count] of [...partitionCounts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (let partition = 0; partition < count; partition++) {
      const owner = owners.get(nameOf({ topic, partition }))
      const share = shares.find(({ memberId, topics }) => memberId === owner && topics.has(topic))
      if (share === undefined) free.push({ topic, partition })
      else share.partitions.push({ topic, partition })
    }
  }
  // Those that few may have come first: the others can still be evened out.
  const takers = (topic: string): number => shares.filter(({ topics }) => topics.has(topic)).length
  for (const one of free.sort((a, b) => takers(a.topic) - takers(b.topic))) smallest(shares, one.topic)?.partitions.push(one)
  while (moveOne(shares)) {
    // each move evens out two shares; when none does, it is balanced
  }
  return new Map(shares.map(({ memberId, partitions }) => [memberId, partitions]))
}

interface Share {
  readonly memberId: string
  readonly topics: ReadonlySet<string>
  readonly partitions: GroupPartition[]
}

/** What two claim is the newer one's; of the same generation, nobody's. */
function rightfulOwners(members: readonly MemberWish[]): ReadonlyMap<string, string | null> {
  const claims = new Map<string, { readonly memberId: string | null; readonly generation: number }>()
  for (const { memberId, owned, generation } of members) {
    for (const one of owned) {
      const other = claims.get(nameOf(one))
      if (other === undefined || other.generation < generation) claims.set(nameOf(one), { memberId, generation })
      else if (other.generation === generation) claims.set(nameOf(one), { memberId: null, generation })
    }
  }
  return new Map([...claims].map(([name, { memberId }]) => [name, memberId]))
}

function smallest(shares: readonly Share[], topic: string): Share | undefined {
  let found: Share | undefined
  for (const share of shares)
    if (share.topics.has(topic) && (found === undefined || share.partitions.length < found.partitions.length)) found = share
  return found
}

/** From the largest share that can give to the smallest that can take, when that makes them more even. */
function moveOne(shares: readonly Share[]): boolean {
  const largestFirst = [...shares].sort((a, b) => b.partitions.length - a.partitions.length)
  for (const from of largestFirst) {
    for (const to of largestFirst.toReversed()) {
      if (from.partitions.length - to.partitions.length < 2) break
      const at = from.partitions.findLastIndex(({ topic }) => to.topics.has(topic))
      if (at === -1) continue
      to.partitions.push(...from.partitions.splice(at, 1))
      return true
    }
  }
  return false
}

/** A NUL cannot stand in the name of a topic. */
export function nameOf({ topic, partition }: GroupPartition): string {
  return `${topic}\0${partition}`
}

function holdersOf(holders: Map<string, Set<string>>, one: GroupPartition): Set<string> {
  const name = nameOf(one)
  let found = holders.get(name)
  if (found === undefined) holders.set(name, (found = new Set()))
  return found
}
