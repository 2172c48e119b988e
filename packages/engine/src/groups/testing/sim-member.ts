import type { Random } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import type { JoinGroupResponse } from '@leat/wire/messages'
import type { Harness } from './harness.ts'
import { commit, heartbeat, join, leave, subscription, sync } from './members.ts'

export const SIM_GROUP = 'sim'
const SESSION_MS = 8_000
const HEARTBEAT_MS = 2_000

/** What all members together have seen, and what must never be seen. */
export interface Observed {
  /** The newest generation that any answer named. */
  generation: number
  /** Who was given the work of the leader, by generation. */
  readonly leaders: Map<number, string>
  /** The one assignment of a generation, as a mark that its leader made up. */
  readonly marks: Map<number, string>
  readonly violations: string[]
}

export interface SimMember {
  readonly name: string
  /** Ends when `isOver` says so and the member has come to rest. */
  run(): Promise<void>
}

/** A consumer as the Java client is one, with a bad network and a will of its own; a static one when it has an instance id. */
export function simMember(
  harness: Harness,
  random: Random,
  name: string,
  instance: string | null,
  observed: Observed,
  isCalm: () => boolean,
  isOver: () => boolean,
): SimMember {
  let memberId = ''
  let topics = ['orders']
  let joined: JoinGroupResponse | null = null
  let connection = new AbortController()
  const idle = async (ms: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    harness.clock.after(ms, resolve)
    await promise
  }
  const chance = (percent: number): boolean => !isCalm() && random.below(100) < percent

  const tryJoin = async (): Promise<void> => {
    connection = new AbortController()
    if (chance(10)) harness.clock.after(random.below(3_000), () => connection.abort())
    const answer = await join(harness, {
      group: SIM_GROUP,
      memberId,
      instance,
      metadata: subscription(...topics),
      sessionMs: SESSION_MS,
      rebalanceMs: 6_000,
      signal: connection.signal,
    }).catch(() => null)
    if (answer === null) return idle(random.below(2_000))
    if (answer.errorCode === ErrorCode.MEMBER_ID_REQUIRED) memberId = answer.memberId
    else if (answer.errorCode !== 0) forget(answer.errorCode)
    else await trySync(answer)
  }

  const trySync = async (answer: JoinGroupResponse): Promise<void> => {
    memberId = answer.memberId
    observed.generation = Math.max(observed.generation, answer.generationId)
    const leads = answer.leader === memberId && !answer.skipAssignment
    if (leads) {
      const known = observed.leaders.get(answer.generationId)
      if (known !== undefined && known !== name) observed.violations.push(`two leaders of ${answer.generationId}: ${known}, ${name}`)
      observed.leaders.set(answer.generationId, name)
    }
    if (chance(5)) return idle(random.below(9_000))
    const mark = `${name}-${random.below(1_000_000)}`
    const shares = leads ? Object.fromEntries(answer.members.map((member) => [member.memberId, mark])) : {}
    const synced = await sync(harness, answer, shares, SIM_GROUP, instance)
    if (synced.errorCode !== 0) return forget(synced.errorCode)
    const own = synced.assignment.toString()
    const agreed = observed.marks.get(answer.generationId) ?? own
    observed.marks.set(answer.generationId, agreed)
    if (own !== agreed) observed.violations.push(`${name} has "${own}" in ${answer.generationId}, others "${agreed}"`)
    joined = answer
  }

  const forget = (errorCode: number): void => {
    joined = null
    if (
      errorCode === ErrorCode.UNKNOWN_MEMBER_ID ||
      errorCode === ErrorCode.FENCED_INSTANCE_ID ||
      errorCode === ErrorCode.ILLEGAL_GENERATION
    )
      memberId = ''
  }

  const commitAs = async (member: JoinGroupResponse): Promise<void> => {
    const newestBefore = observed.generation
    const options = { group: SIM_GROUP, memberId: member.memberId, instance, generation: member.generationId, partition: random.below(4) }
    const errorCode = await commit(harness, random.below(1_000_000), options)
    if (errorCode === 0 && member.generationId < newestBefore)
      observed.violations.push(`commit of ${member.generationId} accepted in ${newestBefore}`)
  }

  const live = async (member: JoinGroupResponse): Promise<void> => {
    await idle(HEARTBEAT_MS / 2 + random.below(HEARTBEAT_MS))
    if (chance(3)) {
      // A crash: nobody is told; what it had been doing may still arrive.
      if (chance(50)) harness.clock.after(random.below(20_000), () => void commitAs(member))
      joined = null
      memberId = ''
      return idle(random.below(20_000))
    }
    if (chance(3) && instance === null) {
      await leave(harness, memberId, null, SIM_GROUP)
      return forget(ErrorCode.UNKNOWN_MEMBER_ID)
    }
    if (chance(4)) {
      topics = random.below(2) === 0 ? ['orders', 'payments'] : ['orders']
      joined = null
      return
    }
    await commitAs(member)
    // A commit that the network held back: the member, still one, may be in a later generation when it arrives.
    if (chance(10)) harness.clock.after(1_000 + random.below(8_000), () => void commitAs(member))
    const errorCode = await heartbeat(harness, member, SIM_GROUP, instance)
    if (errorCode !== 0) forget(errorCode)
  }

  return {
    name,
    async run() {
      await idle(random.below(10_000))
      while (!isOver()) await (joined === null ? tryJoin() : live(joined))
    },
  }
}
