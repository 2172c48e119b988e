import { assert, fail, type Link, type Millis, ok, type Result } from '@leat/base'
import { type Answers, converse, type Said } from '../link/conversation.ts'
import type { StartProblem } from '../platform/problem.ts'
import { type DataCluster, openDataCluster } from './cluster.ts'
import type { ControlSide, DataPorts } from './ports.ts'
import { problemOf } from './problems.ts'
import type { ControlAsks, DataAsks, OpenCluster } from './protocol.ts'

export interface DataService {
  /** Open connections of clients, over all clusters. */
  readonly connections: number
}

/** The data side of a platform: the Kafka clusters of this thread, steered over a link. `ended` is called when everything was drained and closed. */
export function serveDataHost(link: Link<Said, Said>, ports: DataPorts, ended: () => void): DataService {
  const clusters = new Map<string, Promise<DataCluster>>()
  /** Those of them that are open. */
  const open = new Map<string, DataCluster>()
  const control: ControlSide = {
    audit: (events) => conversation.ask('audit', events),
    writeAcls: (change) => conversation.ask('writeAcls', change),
  }

  const openOnce = (wanted: OpenCluster): Promise<DataCluster> => {
    const known = clusters.get(wanted.cluster)
    if (known !== undefined) return known
    const opening = openDataCluster(wanted, ports, control)
    clusters.set(wanted.cluster, opening)
    opening.then(
      (cluster) => open.set(wanted.cluster, cluster),
      () => clusters.delete(wanted.cluster),
    )
    return opening
  }
  const of = (cluster: string): DataCluster => {
    const found = open.get(cluster)
    assert(found !== undefined, `cluster ${cluster} is not open`)
    return found
  }
  const close = async (id: string, deadlineMs: Millis): Promise<void> => {
    const cluster = await clusters.get(id)?.catch(() => null)
    if (cluster === null || cluster === undefined) return
    await cluster.drain(deadlineMs)
    clusters.delete(id)
    open.delete(id)
    await cluster.close()
  }

  const answers: Answers<DataAsks> = {
    openCluster: (wanted) => asProblem(async () => (await openOnce(wanted)).serves),
    listen: (wanted) => asProblem(() => of(wanted.cluster).listen(wanted)),
    setBrokers: ({ cluster, listeners }) => asProblem(() => of(cluster).setBrokers(listeners)),
    facts({ cluster, sequence, facts }) {
      of(cluster).apply(sequence, facts)
      return null
    },
    async closeCluster({ cluster, deadlineMs }) {
      await close(cluster, deadlineMs)
      return null
    },
    usage: (cluster) => open.get(cluster)?.usage() ?? null,
    refusals: ({ cluster, principal }) => open.get(cluster)?.refusals(principal) ?? [],
    dispatch: (call) => of(call.cluster).calls.dispatch(call),
    endSession({ cluster, as, connectionId }) {
      open.get(cluster)?.calls.end(as, connectionId)
      return null
    },
    async drain({ deadlineMs }) {
      // All at once: a slow client of one must not take the time of the others.
      await Promise.all([...clusters.values()].map(async (opening) => (await opening.catch(() => null))?.drain(deadlineMs)))
      return null
    },
    async close() {
      await Promise.all([...clusters.keys()].map((id) => close(id, 0)))
      ports.clock.turn(ended)
      return null
    },
  }
  const conversation = converse<DataAsks, ControlAsks>(link, answers)

  return {
    get connections() {
      let sum = 0
      for (const { connections } of open.values()) sum += connections
      return sum
    },
  }
}

/** What somebody can do something about is an answer; all else is a fault. */
async function asProblem<T>(step: () => Promise<T>): Promise<Result<T, StartProblem>> {
  try {
    return ok(await step())
  } catch (error) {
    const problem = problemOf(error)
    if (problem === null) throw error
    return fail(problem)
  }
}
