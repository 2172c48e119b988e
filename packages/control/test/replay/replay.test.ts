/**
 * The call sequences of the stock CLI and the stock Terraform provider, replayed as data (`cli.ts`, `terraform.ts`) with strict checks of status,
 * headers and bodies. The tools themselves are not run here.
 */
import { basic, call } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import { testApi, type TestApi } from '../../src/testing/api.ts'
import { TEST_SEED } from '../../src/testing/platform.ts'
import { CLI } from './cli.ts'
import type { Sequence, Step } from './step.ts'
import { TERRAFORM } from './terraform.ts'

const BASE = 'http://localhost:9021'

test.for([...CLI, ...TERRAFORM].map((sequence) => [sequence.name, sequence] as const))('%s', async ([, sequence]) => {
  const api = await testApi()
  await api.clock.advance(1_000)
  const kept = new Map([
    ['base', BASE],
    ['organization', api.control.seed.organization.id],
    ['default', api.control.seed.environment.id],
  ])
  const authorization = await credentials(api, sequence)
  for (const step of sequence.steps) await replay(api, sequence, step, kept, authorization)
})

async function replay(
  { handler, clock }: TestApi,
  { as }: Sequence,
  step: Step,
  kept: Map<string, string>,
  authorization: string,
): Promise<void> {
  await clock.advance(step.afterMs ?? 1)
  const fill = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll(/\{(\w+)\}/g, (whole, name: string) => kept.get(name) ?? whole))
  const asked = fill(step.path) as string
  // The CLI puts `/api` before the newer paths; the older ones are at the root.
  const path = asked.startsWith('/../') ? asked.slice('/..'.length) : as === 'session' ? `/api${asked}` : asked
  const body = step.body === undefined ? {} : { body: fill(step.body) }
  const answered = await call(handler, { method: step.method, path, headers: { authorization }, ...body })

  const where = `${step.does}: ${step.method} ${path}`
  expect(answered.status, `${where} ${answered.text}`).toBe(step.status)
  keepIds(step.answer, answered.json, kept)
  expect(answered.headers, where).toEqual({
    'x-request-id': expect.stringMatching(/^[\w-]+$/),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(step.answer === undefined ? {} : { 'content-type': 'application/json' }),
    ...(step.status === 201 || step.status === 202 ? { location: (answered.json as { metadata: { self: string } }).metadata.self } : {}),
    ...step.headers,
  })
  if (step.answer === undefined) expect(answered.text, where).toBe('')
  else expect(answered.json, where).toEqual(pattern(fill(step.answer)))
}

/** Basic with the cloud key, or what a login gives. */
async function credentials({ handler }: TestApi, { as }: Sequence): Promise<string> {
  if (as === 'key') return basic(TEST_SEED.cloudKey.id, TEST_SEED.cloudKey.secret)
  const { email, password } = TEST_SEED.user
  const { json } = await call<{ token: string }>(handler, { method: 'POST', path: '/api/sessions', body: { email, password } })
  return `Bearer ${json.token}`
}

const KEEPS = /^<([a-z]+-):(\w+)>$/

/** Ids that an answer makes, before the rest of it is compared. */
function keepIds(expected: unknown, actual: unknown, kept: Map<string, string>): void {
  if (typeof expected === 'string') {
    const keeps = KEEPS.exec(expected)
    if (keeps !== null && typeof actual === 'string') kept.set(keeps[2]!, actual)
    return
  }
  if (typeof expected !== 'object' || expected === null || typeof actual !== 'object' || actual === null) return
  for (const [key, value] of Object.entries(expected)) keepIds(value, (actual as Record<string, unknown>)[key], kept)
}

/** Placeholders as matchers. */
function pattern(expected: unknown): unknown {
  if (typeof expected === 'string') {
    if (expected === '<any>') return expect.anything()
    if (expected === '<time>') return expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    if (expected === '<url>') return expect.stringMatching(/^http:\/\/localhost:9021\//)
    if (expected.startsWith('<=>')) return expected.slice('<=>'.length)
    const id = KEEPS.exec(expected)
    return id === null ? expected : expect.stringMatching(new RegExp(`^${id[1]!}[a-z0-9]{6}$`))
  }
  if (Array.isArray(expected)) return expected.map(pattern)
  if (typeof expected !== 'object' || expected === null) return expected
  return Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, pattern(value)]))
}
