/** Apache Kafka's answers to every principal (recorded with its StandardAuthorizer, see conformance/authorization), against this edge over the engine. */
import { readFileSync } from 'node:fs'
import { AUTHORIZATION } from '@leat/edge'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CASES as PLAYED } from '../../../conformance/authorization/cases.ts'
import { isDeliberate } from '../../../conformance/authorization/deliberate.ts'
import { type Ours, openOurs } from '../../../conformance/authorization/ours.ts'
import { playAcls, type PlayedStep } from '../../../conformance/authorization/play-acls.ts'
import { type Played, playAll } from '../../../conformance/authorization/play.ts'
import { FILE, renderAuthorization } from '../../../conformance/authorization/render.ts'
import { readRecorded } from '../../../conformance/authorization/recorded.ts'
import { STATES } from '../../../conformance/authorization/states.ts'

const CASES = readRecorded<Played>('cases')
const STEPS = readRecorded<PlayedStep>('acls')
let ours: Ours
let steps: readonly PlayedStep[]
let cases: readonly Played[]

beforeAll(async () => {
  ours = await openOurs()
  steps = await playAcls(ours)
  cases = await playAll(ours)
})
afterAll(() => ours[Symbol.asyncDispose]())

test('every API of the table was played', () => {
  const played = new Set(PLAYED.map(({ api }) => api.name))
  expect(AUTHORIZATION.map(({ api }) => api.name).filter((name) => !played.has(name))).toEqual([])
})

test('docs/authorization.md is fresh', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(renderAuthorization())
})

/** By principal, so that a difference is shown with who was told so. */
function byUser(played: Played): Record<string, unknown> {
  const pairs = STATES.map(({ user }) => [user, played.outcomes.find(({ users }) => users.includes(user))?.outcome] as const)
  return Object.fromEntries(pairs)
}

test('the recording is of the cases there are', () => {
  expect(CASES.map(({ label }) => label)).toEqual(cases.map(({ label }) => label))
  expect(STEPS.map(({ label }) => label)).toEqual(steps.map(({ label }) => label))
})

test.for(CASES.map((recorded, at) => [recorded.label, at] as const))('%s', ([label, at]) => {
  if (isDeliberate(label)) expect(byUser(cases[at]!)).not.toEqual(byUser(CASES[at]!))
  else expect(byUser(cases[at]!)).toEqual(byUser(CASES[at]!))
})

test.for(STEPS.map((recorded, at) => [recorded.label, at] as const))('ACLs: %s', ([label, at]) => {
  if (isDeliberate(label)) expect(steps[at]!.outcome).not.toEqual(STEPS[at]!.outcome)
  else expect(steps[at]!.outcome).toEqual(STEPS[at]!.outcome)
})
