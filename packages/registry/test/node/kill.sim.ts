/**
 * Three nodes of one group over the real engine in memory, under a virtual clock: writes all the time through nodes chosen at random, while primaries are killed or paused.
 *
 * Strategy: rounds of ordinary work of random length, then a strike against the primary, work goes on, and after a random while the node is started again (at its address) or
 * goes on, sometimes before the group has noticed anything. Now and then a secondary is struck first, and the primary right after it has come back.
 *
 * Invariants
 * - an answer that was given stays: every node shows that id for that subject in the end, and so does a new reading of the log
 * - no id is given twice, whoever was primary; the registry as it is gives a schema the same id in all subjects of a tenant, and two schemas never the same
 * - a write that begins with the strike, on a node that lives, is answered within two seconds
 */
import type { Random } from '@leat/base'
import { seededRandom } from '@leat/base/sim'
import type { CallOptions } from '@leat/rest/testing'
import { type Group, type Ids, type ServedRegistry, type TestNode, openGroupOf, tiny } from './fixture.ts'
import { openStore } from '@leat/store'
import { schemasRecords } from '../../src/node/index.ts'

const ROUNDS = 5
const HOSTS = ['a', 'b', 'c']
const BACK_MS_MAX = 2_000

/** What is written, and what must hold of it. */
export interface Workload<State> {
  readonly registry: ServedRegistry<State>
  /** The `n`-th write, and what is told apart by it. */
  write(n: number, random: Random): { readonly name: string; readonly request: CallOptions }
  /** What is wrong with a state where these ids were answered. */
  problems(state: State, answered: ReadonlyMap<string, number>): readonly string[]
  /** Two states that hold the same are told by the same text. */
  contents(state: State): string
}

interface Sim<State> {
  readonly workload: Workload<State>
  readonly group: Group<State>
  readonly random: Random
  readonly nodes: TestNode<State>[]
  readonly problems: string[]
  /** By the write's name, what was answered. */
  readonly answered: Map<string, number>
  readonly running: Set<Promise<void>>
  next: number
}

export interface KillReport {
  readonly problems: readonly string[]
  readonly answered: number
  readonly strikes: number
  /** The longest that a write took which began with a strike. */
  readonly slowestMs: number
}

/** The same seed does the same again. */
export async function runKillSim<State>(seed: number, workload: Workload<State>): Promise<KillReport> {
  const group = await openGroupOf(workload.registry, `kill/${seed}`)
  const sim: Sim<State> = {
    workload,
    group,
    random: seededRandom(`kill/${seed}`),
    nodes: HOSTS.map((host) => group.start(host)),
    problems: [],
    answered: new Map(),
    running: new Set(),
    next: 1,
  }
  await group.primary()
  await group.clock.advance(1_000)
  let slowestMs = 0
  let strikes = 0
  for (let round = 0; round < ROUNDS && sim.problems.length === 0; round++) {
    await work(sim, sim.random.below(1_500))
    if (sim.random.below(4) === 0)
      await strikeAndHeal(
        sim,
        sim.nodes.find(({ node }) => node.standing.kind !== 'here')!,
      )
    slowestMs = Math.max(slowestMs, await strikeAndHeal(sim, await group.primary()))
    strikes++
  }
  await group.clock.advance(3_000)
  await group.run(Promise.all(sim.running))
  await group.primary()
  await group.clock.advance(1_000)
  await check(sim)
  return { problems: sim.problems, answered: sim.answered.size, strikes, slowestMs }
}

/** Answers how long the write took that began with it. */
async function strikeAndHeal<State>(sim: Sim<State>, victim: TestNode<State>): Promise<number> {
  const { group, random, nodes } = sim
  const kills = random.below(2) === 0
  if (kills) group.kill(victim)
  else victim.clock.pause()
  const struckAtMs = group.clock.monotonic()
  let tookMs: number | null = null
  const bystanders = nodes.filter((node) => node !== victim)
  const first = write(sim, bystanders[random.below(2)]!).then(() => void (tookMs = group.clock.monotonic() - struckAtMs))
  const took = (): number | null => tookMs
  const healAfterMs = random.below(3) === 0 ? random.below(200) : random.below(4_000)
  let isHealed = false
  while (took() === null || !isHealed) {
    await work(sim, 20)
    const sinceMs = group.clock.monotonic() - struckAtMs
    if (!isHealed && sinceMs >= healAfterMs) {
      isHealed = true
      if (kills) nodes[nodes.indexOf(victim)] = group.start(new URL(victim.url).hostname)
      else victim.clock.resume()
    }
    if (took() === null && sinceMs > BACK_MS_MAX) {
      sim.problems.push(`${kills ? 'killed' : 'paused'} ${victim.url}, healed after ${healAfterMs} ms: no write within ${BACK_MS_MAX} ms`)
      await group.run(first)
    }
  }
  await work(sim, random.below(1_000))
  return took()!
}

/** Time goes on, with writes. */
async function work<State>(sim: Sim<State>, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 20) {
    if (sim.random.below(2) === 0) {
      const running = write(sim, sim.nodes[sim.random.below(sim.nodes.length)]!)
      sim.running.add(running)
      void running.finally(() => sim.running.delete(running))
    }
    await sim.group.clock.advance(Math.min(20, left))
  }
}

async function write<State>(sim: Sim<State>, node: TestNode<State>): Promise<void> {
  if (!node.isUp) return
  const { name, request } = sim.workload.write(sim.next++, sim.random)
  await node.clock.running()
  const written = sim.group.ask<{ id: number }>(node, request)
  const gone = new Promise<null>((resolve) => node.end.signal.addEventListener('abort', () => resolve(null), { once: true }))
  const answered = await Promise.race([written.catch(() => null), gone])
  if (answered === null || answered.status !== 200) return
  await node.clock.running()
  const { id } = answered.json
  const before = sim.answered.get(name)
  if (before !== undefined && before !== id) sim.problems.push(`${name} was answered ${before}, and then ${id}`)
  sim.answered.set(name, id)
}

async function check<State>(sim: Sim<State>): Promise<void> {
  const { group, nodes, problems, answered, workload } = sim
  const transport = group.transport('check')
  const of = { transport, clock: group.clock, random: sim.random, logger: { event: () => {} } }
  const log = await group.run(
    openStore({
      ...of,
      topic: '_schemas',
      transactionalId: 'check',
      schema: workload.registry.schema,
      records: schemasRecords,
      topicSettings: null,
    }),
  )
  compare('the log', log.state)
  for (const { url, node } of nodes) compare(url, node.store.state)
  await group.run(log[Symbol.asyncDispose]())

  function compare(who: string, state: State): void {
    problems.push(...workload.problems(state, answered).map((problem) => `${who}: ${problem}`))
    if (workload.contents(state) !== workload.contents(log.state)) problems.push(`${who}: it does not hold what the log holds`)
  }
}

/** A subject for each write. */
export const ids: Workload<Ids> = {
  registry: tiny,
  write: (n) => ({ name: `s${n}`, request: { method: 'POST', path: `/subjects/s${n}/versions`, body: { schema: '"string"' } } }),
  problems({ bySubject }, answered) {
    const twice = new Set(bySubject.values()).size === bySubject.size ? [] : ['an id was given twice']
    const lost = [...answered].filter(([subject, id]) => bySubject.get(subject) !== id)
    return [...twice, ...lost.map(([subject, id]) => `${subject} was answered ${id} and is ${String(bySubject.get(subject))}`)]
  },
  contents: ({ bySubject }) => JSON.stringify([...bySubject]),
}
