/**
 * Strategy: some members, static and dynamic, join, commit, change their minds, lose connections, crash and come back, while the log is
 * slow and loses writes; then all calm down. Only virtual time, one seed per run.
 *
 * Invariants: one leader per generation · members of a generation hold shares of one assignment · no commit of an older generation than one
 * already seen is accepted · what a restart reads from the log is what the coordinator holds durable · after calm all are members again.
 */
import { seededRandom } from '@leat/base/sim'
import { encodeRecord } from '@leat/wire'
import { GroupMetadataKey } from '@leat/wire/messages/records/group-metadata-key'
import { expect, test } from 'vitest'
import type { GroupState } from './state.ts'
import { type Harness, openHarness } from './testing/harness.ts'
import { type Observed, SIM_GROUP, simMember } from './testing/sim-member.ts'

const SEEDS = Array.from({ length: 25 }, (_, seed) => seed)
const STORMY_MS = 120_000
const CALM_MS = 60_000

test.for(SEEDS)('members agree, whatever happens (seed %i)', async (seed) => {
  const random = seededRandom(`groups-${seed}`)
  const harness = openHarness({ config: { initialRebalanceDelayMs: random.below(2) * 500 } })
  const { clock } = harness
  const observed: Observed = { generation: 0, leaders: new Map(), marks: new Map(), violations: [] }
  const isCalm = (): boolean => clock.monotonic() >= STORMY_MS
  const isOver = (): boolean => clock.monotonic() >= STORMY_MS + CALM_MS
  const members = Array.from({ length: 2 + random.below(4) }, (_, at) => {
    const name = `m${at}`
    return simMember(harness, random, name, random.below(3) === 0 ? name : null, observed, isCalm, isOver)
  })
  const running = members.map((member) => member.run())
  disturbLog(harness, random, isCalm)

  while (!isOver()) {
    await clock.advance(5_000)
    expect(observed.violations).toEqual([])
    compareWithRestart(harness)
  }
  const { state } = harness.coordinator.group(SIM_GROUP)!
  expect({ phase: state.phase, members: state.members.size }).toEqual({ phase: 'Stable', members: members.length })
  expect(observed.generation).toBeGreaterThan(3)
  await clock.advance(5_000)
  await Promise.all(running)
  harness.groups.close()
})

function disturbLog(harness: Harness, random: ReturnType<typeof seededRandom>, isCalm: () => boolean): void {
  const { clock, log } = harness
  const again = (): void => {
    if (isCalm()) return log.failNext(0)
    if (random.below(10) === 0) log.failNext(1)
    log.hold()
    clock.after(random.below(300), () => {
      log.flush()
      clock.after(random.below(1_000), again)
    })
  }
  again()
}

/** Reads the log as a restart would, beside the living coordinator. */
function compareWithRestart({ coordinator, log, clock }: Harness): void {
  const restarted = openHarness({ log, clock, loads: false })
  const live = coordinator.group(SIM_GROUP)
  const offsetsOf = (harness: { coordinator: Harness['coordinator'] }) => harness.coordinator.offsets.committedTopics(SIM_GROUP)
  expect(offsetsOf(restarted)).toEqual(offsetsOf({ coordinator }))
  const wasLost = log.lost.has(encodeRecord(GroupMetadataKey, 0, { group: SIM_GROUP }).toString('hex'))
  if (live !== undefined && !live.isStoring && !wasLost && (live.state.phase === 'Stable' || live.state.phase === 'Empty')) {
    expect(durablePart(restarted.coordinator.group(SIM_GROUP)!.state)).toEqual(durablePart(live.state))
  }
  restarted.groups.close()
}

function durablePart({ phase, generation, protocolType, protocol, leader, members, staticMembers, subscribedTopics }: GroupState) {
  const isMember = phase === 'Stable'
  return {
    phase,
    generation,
    protocolType: isMember ? protocolType : null,
    protocol,
    leader,
    staticMembers,
    subscribedTopics: isMember ? subscribedTopics : null,
    members: new Map(
      [...members].map(([memberId, { assignment, protocols, groupInstanceId }]) => [
        memberId,
        { assignment, metadata: protocols[0]!.metadata, groupInstanceId },
      ]),
    ),
  }
}
