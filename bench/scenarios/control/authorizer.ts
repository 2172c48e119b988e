import type { Reply, Session } from '@leat/wire'
import { type AskedEngine, VALUE_BYTES, assertServed, fetchCall, openAskedEngine, produceCall, sessionOf } from '../../lib/asked-engine.ts'
import type { Figure, Scenario } from '../../lib/scenario.ts'
import { median } from '../../lib/stats.ts'

const RULES = [0, 100, 10_000] as const
/** Requests of one session at a time, and how often the sessions take turns. */
const BLOCK = 500
const TURNS = 40
const TURNS_WARM_UP = 10

const APIS = { produce: 'Produce', fetch: 'Fetch' } as const

export const authorizer: Scenario = {
  name: 'authorizer',
  title: 'The authorizer, per request',
  what:
    `One engine in this process, without disk and sockets, behind the authorization step: blocks of ${BLOCK} requests of a trusted and of an asked session in turns, ${TURNS} times. Each request is one record of ` +
    `${VALUE_BYTES} bytes for one topic. The asked session may by a role, or by the last of so many ACLs of its own. "Trusted" is what a request costs that nobody asks about; the others are what asking adds, ` +
    'the median of turns. "After a change" is the same when an ACL of another principal changes before each request, so that no verdict is known yet; the change is part of it.',
  figures: Object.entries(APIS).flatMap(([key, title]): Figure[] => [
    { key: `${key} trusted`, title: `${title}, trusted`, unit: 'µs', better: 'less' },
    ...RULES.map((rules): Figure => ({
      key: `${key} ${rules}`,
      title: `${title}, asked: ${rules === 0 ? 'a role' : `${rules} ACLs`}, more`,
      unit: 'µs',
      better: 'less',
    })),
    { key: `${key} changed`, title: `${title}, asked: ${RULES.at(-1)} ACLs, after a change, more`, unit: 'µs', better: 'less' },
  ]),
  async run(trial) {
    const values = new Map<string, number>()
    for (const rules of RULES) {
      await using engine = await openAskedEngine(rules)
      const turns = trial.smoke ? 2 : TURNS + TURNS_WARM_UP
      for (const key of Object.keys(APIS) as (keyof typeof APIS)[]) {
        const { trusted, more } = await inTurns(engine, key, turns, () => {})
        values.set(`${key} ${rules}`, more)
        values.set(`${key} trusted`, trusted)
        if (rules !== RULES.at(-1)) continue
        values.set(`${key} changed`, (await inTurns(engine, key, turns, engine.change)).more)
      }
    }
    return values
  },
}

/** Microseconds per request: of the trusted session, and what the asked one takes more. */
async function inTurns(
  { step, change, drain }: AskedEngine,
  key: keyof typeof APIS,
  turns: number,
  before: typeof change,
): Promise<{ trusted: number; more: number }> {
  const sessions = { trusted: sessionOf(true), asked: sessionOf(false) }
  const times: { readonly trusted: number; readonly asked: number }[] = []
  const block = async (session: Session): Promise<number> => {
    const calls = Array.from({ length: BLOCK }, () => (key === 'produce' ? produceCall(session) : fetchCall(session)))
    let last: Reply | null = null
    const began = performance.now()
    for (const call of calls) {
      if (session.trusted !== true) before()
      last = await step.dispatch(call)
    }
    const us = ((performance.now() - began) * 1000) / BLOCK
    drain()
    assertServed(last)
    return us
  }
  for (let turn = 0; turn < turns; turn++) {
    // The one that begins changes each time.
    if (turn % 2 === 0) times.push({ trusted: await block(sessions.trusted), asked: await block(sessions.asked) })
    else {
      const asked = await block(sessions.asked)
      times.push({ trusted: await block(sessions.trusted), asked })
    }
  }
  const counted = times.slice(turns > TURNS_WARM_UP ? TURNS_WARM_UP : 0)
  return { trusted: median(counted.map(({ trusted }) => trusted)), more: median(counted.map(({ trusted, asked }) => asked - trusted)) }
}
