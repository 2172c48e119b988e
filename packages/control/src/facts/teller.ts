import type { Fact } from '@leat/access'
import type { Logger, Result } from '@leat/base'
import type { ClusterAddresses, ClusterHost, ClusterPlan, HostProblem } from '../cluster-host.ts'
import type { Cluster } from '../entities.ts'
import { factsOf, factsOfChange } from './derive.ts'
import type { EntityChange, Mirror } from './mirror.ts'

/** Tells each cluster's edges what they must know, in the order of the log: all of it when they open, then each change. */
export interface Teller {
  /** Opens the cluster, or brings an open one to the plan. What changes meanwhile is told after it. */
  open(cluster: Cluster, plan: ClusterPlan): Promise<Result<ClusterAddresses, HostProblem>>
  /** Closes it and removes its data. Nothing is told to it from now on. */
  remove(cluster: string): Promise<void>
  /** Resolves when every edge has what was durable at the call. */
  delivered(): Promise<void>
}

/** One cluster that is open or opening: its calls to the host run one after the other. */
interface Line {
  tail: Promise<unknown>
  isOpen: boolean
}

export function tellerOf(mirror: Mirror, host: ClusterHost, logger: Logger): Teller {
  const lines = new Map<string, Line>()

  const inLine = <A>(line: Line, call: () => Promise<A>): Promise<A> => {
    const result = line.tail.then(call)
    line.tail = result.catch(() => {})
    return result
  }
  const tell = (id: string, line: Line, facts: readonly Fact[]): void => {
    inLine(line, () => host.tell(id, facts)).catch((fault: unknown) => {
      // A host that cannot tell has lost the thread that the cluster runs on, and says so itself; the cluster gets everything when it opens again.
      logger.event('error', 'facts-not-told', { cluster: id, reason: String(fault) })
    })
  }

  mirror.onChange((changes: readonly EntityChange[]) => {
    for (const [id, line] of lines) {
      const cluster = mirror.state.cluster.get(id)
      if (cluster === undefined) continue
      const facts = changes.flatMap((change) => factsOfChange(mirror.state, cluster, change))
      if (facts.length > 0) tell(id, line, facts)
    }
  })

  return {
    async open(cluster, plan) {
      let line = lines.get(cluster.id)
      if (line === undefined) lines.set(cluster.id, (line = { tail: Promise.resolve(), isOpen: false }))
      const here = line
      const opened = await inLine(here, () => {
        // As of now, not of the call: changes up to here were told before or are in these.
        const current = mirror.state.cluster.get(cluster.id) ?? cluster
        const facts = factsOf(mirror.state, current).filter((fact) => fact.kind !== 'limits')
        return host.open(plan, [{ kind: 'limits', limits: plan.limits }, ...facts])
      })
      // What was open before goes on with what it has, and must learn what changes.
      if (opened.ok) here.isOpen = true
      else if (!here.isOpen) lines.delete(cluster.id)
      return opened
    },
    async remove(id) {
      const line = lines.get(id) ?? { tail: Promise.resolve(), isOpen: false }
      lines.delete(id)
      await inLine(line, () => host.remove(id))
    },
    async delivered() {
      await Promise.all([...lines.values()].map(({ tail }) => tail))
    },
  }
}
