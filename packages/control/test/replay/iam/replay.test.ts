import { readdirSync, readFileSync } from 'node:fs'
import type { HttpHandler, Method } from '@leat/rest'
import { basic, call } from '@leat/rest/testing'
import { assert } from '@leat/base'
import { expect, test } from 'vitest'
import { TEST_SEED } from '../../../src/testing/platform.ts'
import { testApi } from '../../../src/testing/api.ts'
import { capture, fill, fillIn, parseScript, type Step } from './script.ts'

/**
 * The call sequences of the stock `confluent` CLI and of the Terraform provider for login, users, service accounts, API keys and roles, as they stand
 * in the reference, played to the whole control plane. Replays: the tools themselves were not run.
 */
const folder = new URL('./', import.meta.url)
const scripts = readdirSync(folder).filter((name) => name.endsWith('.txt'))

test('there are scripts for both tools', () => {
  expect(scripts.filter((name) => name.startsWith('cli-')).length).toBeGreaterThan(3)
  expect(scripts.filter((name) => name.startsWith('terraform-')).length).toBeGreaterThan(3)
})

test.for(scripts)('%s', async (name) => {
  const api = await testApi()
  const { organization, environment, user, cluster } = api.control.seed
  assert(user !== null, 'the platform was made with this user')
  const kept = new Map(
    Object.entries({
      PLATFORM: 'http://localhost:9021',
      ORG: organization.id,
      ENV: environment.id,
      ADMIN: user.id,
      CLUSTER: cluster.id,
      EMAIL: TEST_SEED.user.email,
      PASSWORD: TEST_SEED.user.password,
      CLOUD_KEY: TEST_SEED.cloudKey.id,
      CLOUD_SECRET: TEST_SEED.cloudKey.secret,
      KAFKA_KEY: TEST_SEED.kafkaKey.id,
      KAFKA_SECRET: TEST_SEED.kafkaKey.secret,
    }),
  )
  const steps = parseScript(readFileSync(new URL(name, folder), 'utf8'))
  expect(steps.length).toBeGreaterThan(0)
  for (const step of steps) await play(api.handler, step, kept, name)
})

async function play(handler: HttpHandler, step: Step, kept: Map<string, string>, name: string): Promise<void> {
  const at = `${name}:${step.line}: ${step.method} ${step.path}`
  const body = fill(step.body, kept)
  const answer = await call(handler, {
    method: step.method as Method,
    path: fill(step.path, kept),
    ...(body === '' ? {} : { body: JSON.parse(body) as unknown }),
    headers: authorization(fill(step.credentials, kept)),
  })
  expect(answer.status, `${at}: ${answer.text}`).toBe(step.status)
  expect(answer.headers, at).toMatchObject({ 'x-request-id': expect.any(String), 'cache-control': 'no-store' })
  if (step.expected === '') {
    expect(answer.text, at).toBe('')
  } else {
    expect(answer.headers['content-type'], at).toBe('application/json')
    // First what is left open, so that the rest of the same answer may refer to it.
    const opened = capture(JSON.parse(step.expected), answer.json, kept)
    const expected = fillIn(opened, kept)
    if (step.isPartial) expect(answer.json, at).toMatchObject(expected as object)
    else expect(answer.json, at).toEqual(expected)
  }
  for (const [header, value] of Object.entries(step.headers)) expect(answer.headers[header], `${at}: ${header}`).toBe(fill(value, kept))
}

function authorization(credentials: string): Record<string, string> {
  const [scheme, first = '', second = ''] = credentials.split(' ')
  if (scheme === 'none') return {}
  return { authorization: scheme === 'Basic' ? basic(first, second) : `Bearer ${first}` }
}
