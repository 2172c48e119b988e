/** What goes between nodes, seen from one of them: the others are scripted members of its group. */
import { delay } from '@leat/base'
import { seededRandom } from '@leat/base/sim'
import type { HttpAnswer } from '@leat/rest'
import { call } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import { Changes } from '../../src/node/changes.ts'
import { type ForwardOptions, forwarding } from '../../src/node/forward.ts'
import { defaultNodeLimits } from '../../src/node/limits.ts'
import { type PeerAnswer, PeerFault, type PeerRequest } from '../../src/node/peer.ts'
import type { Standing } from '../../src/node/standing.ts'
import { virtualClock } from '@leat/base/sim'
import { passing } from '../../../client/test/fixture.ts'

const leat = { memberId: 'leat-registry-1', scheme: 'http', host: 'p', port: 8081, isEligible: true, leads: true } as const
const java = { ...leat, memberId: 'sr-1-1' }
const write = { method: 'POST', path: '/subjects/a%2Fb/versions?normalize=true', body: '{}' } as const

interface Scene {
  standing: Standing
  answer: (request: PeerRequest) => Promise<PeerAnswer>
  readonly asked: PeerRequest[]
  readonly applied: number[]
  local: () => HttpAnswer
  known: () => HttpAnswer | null
  appliedTo: (offset: number) => Promise<void>
}

function sceneOf(standing: Standing) {
  const clock = virtualClock()
  const changes = new Changes()
  const scene: Scene = {
    standing,
    answer: () => Promise.resolve(answered(200)),
    asked: [],
    applied: [],
    local: () => ({ status: 200, headers: {}, body: 'local' }),
    known: () => null,
    appliedTo: () => Promise.resolve(),
  }
  const options: ForwardOptions = {
    clock,
    logger: { event: () => {} },
    limits: defaultNodeLimits,
    ask: (request) => {
      scene.asked.push(request)
      return scene.answer(request)
    },
    self: 'http://me:8081',
    standing: () => scene.standing,
    changes,
    position: () => 77,
    appliedTo: (offset) => {
      scene.applied.push(offset)
      return scene.appliedTo(offset)
    },
    headersToo: ['x-tenant'],
    local: () => Promise.resolve(scene.local()),
    known: () => Promise.resolve(scene.known()),
  }
  const handler = forwarding(options)
  const ask = (request: Parameters<typeof call>[1]) => passing(clock, call<{ error_code: number }>(handler, request))
  return { scene, clock, changes, ask, handler }
}

function answered(status: number, headers: Record<string, string> = {}, body = '{"id":1}'): PeerAnswer {
  return { status, headers: { 'content-type': 'text/x', ...headers }, body: Buffer.from(body) }
}

test('the primary gets method, path, query, body and the headers that go along, and no others', async () => {
  const { scene, ask } = sceneOf({ kind: 'elsewhere', primary: leat })
  scene.answer = () => Promise.resolve(answered(409, { 'x-leat-registry-position': '12', 'x-secret': 's' }, '{"error_code":409}'))
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'a/b',
    Authorization: 'Basic x',
    'X-Request-ID': 'r',
    'Confluent-Accept-Unknown-Properties': 'true',
    'X-Tenant': 't',
    Cookie: 'c',
  }
  const got = await ask({ ...write, headers })
  expect(scene.asked).toMatchObject([{ url: 'http://p:8081', method: 'POST', target: '/subjects/a%2Fb/versions?normalize=true' }])
  expect(scene.asked[0]!.headers).toEqual({
    'content-type': 'application/json',
    accept: 'a/b',
    authorization: 'Basic x',
    'x-request-id': 'r',
    'confluent-accept-unknown-properties': 'true',
    'x-tenant': 't',
    'x-forward': 'true',
    'x-leat-registry-forwarded-by': 'http://me:8081',
  })
  expect(String(scene.asked[0]!.body)).toBe('{}')
  expect([got.status, got.headers, got.text]).toEqual([409, { 'content-type': 'text/x' }, '{"error_code":409}'])
  expect(scene.applied).toEqual([12])
})

test('the answer waits until this node shows it, but not for ever: it is done all the same', async () => {
  const { scene, ask, clock } = sceneOf({ kind: 'elsewhere', primary: leat })
  scene.appliedTo = () => delay(clock, 300, new AbortController().signal)
  await ask(write)
  expect(clock.monotonic()).toBeGreaterThanOrEqual(300)
  scene.appliedTo = () => Promise.reject(new Error('too late'))
  expect((await ask(write)).status).toBe(200)
})

test.for<[string, Record<string, string>, typeof leat | typeof java, number]>([
  ['what a Leat node has forwarded', { 'x-leat-registry-forwarded-by': 'http://o' }, leat, 0],
  ['the same where another registry is primary', { 'x-leat-registry-forwarded-by': 'http://o' }, java, 0],
  ['X-Forward alone where another registry is primary, which would send it back', { 'x-forward': 'true' }, java, 0],
  ['but X-Forward alone proves nothing: it goes to a Leat primary', { 'x-forward': 'true' }, leat, 1],
  ['as does any other value of it, to any', { 'x-forward': 'false' }, java, 1],
])('no loops: %s', async ([, headers, primary, count]) => {
  const { scene, ask } = sceneOf({ kind: 'elsewhere', primary: primary as typeof leat })
  const got = await ask({ ...write, headers })
  expect(scene.asked.length).toBe(count)
  if (count === 0) expect([got.status, got.json.error_code, got.headers['x-leat-registry-not-primary']]).toEqual([500, 50_003, '1'])
})

test('who has forwarded a request is told where its answer stands, others are not', async () => {
  const { ask } = sceneOf({ kind: 'here' })
  expect((await ask({ ...write, headers: { 'x-leat-registry-forwarded-by': 'http://o' } })).headers['x-leat-registry-position']).toBe('77')
  expect((await ask(write)).headers).toEqual({})
})

test.for<[string, string, (scene: Scene) => void, number, number, number]>([
  [
    'a primary that cannot be reached, tried again until it is time',
    'DELETE',
    (scene) => (scene.answer = () => Promise.reject(new PeerFault('unreachable', 'refused'))),
    500,
    50_003,
    5_000,
  ],
  [
    'an answer that is lost, when doing it again could answer something else',
    'DELETE',
    (scene) => (scene.answer = () => Promise.reject(new PeerFault('lost', 'reset'))),
    500,
    50_003,
    0,
  ],
  [
    'the same where doing it again changes nothing',
    'PUT',
    (scene) => (scene.answer = () => Promise.reject(new PeerFault('lost', 'reset'))),
    500,
    50_003,
    5_000,
  ],
  [
    'a node that is not primary any more',
    'DELETE',
    (scene) => (scene.answer = () => Promise.resolve(answered(500, { 'x-leat-registry-not-primary': '1' }))),
    500,
    50_003,
    5_000,
  ],
  ['no primary in time', 'PUT', (scene) => (scene.standing = { kind: 'soon' }), 503, 50_004, 5_000],
  ['no primary at all', 'PUT', (scene) => (scene.standing = { kind: 'nowhere' }), 503, 50_004, 0],
])('a write that does not get through is answered: %s', async ([, method, prepare, status, code, afterMs]) => {
  const { scene, ask, clock } = sceneOf({ kind: 'elsewhere', primary: leat })
  prepare(scene)
  const got = await ask({ method: method as 'PUT', path: '/config/s', body: '{}' })
  expect([got.status, got.json.error_code]).toEqual([status, code])
  expect(clock.monotonic()).toBeGreaterThanOrEqual(afterMs)
  expect(clock.monotonic()).toBeLessThan(afterMs + 100)
})

test('a write finds its primary while it waits, here or elsewhere, with its body', async () => {
  for (const found of [{ kind: 'here' }, { kind: 'elsewhere', primary: leat }] as const) {
    const { scene, ask, clock, changes } = sceneOf({ kind: 'soon' })
    clock.after(1_000, () => {
      scene.standing = found
      changes.tell()
    })
    expect((await ask(write)).text).toBe(found.kind === 'here' ? 'local' : '{"id":1}')
    expect(clock.monotonic()).toBeLessThan(1_010)
  }
})

test.for<[string, string, number]>([
  ['the next primary takes it', 'PUT', 200],
  ['a deletion is not sent twice', 'DELETE', 500],
])('a write that the log refuses because this node has lost its place: %s', async ([, method, status]) => {
  const { scene, ask } = sceneOf({ kind: 'here' })
  scene.local = () => {
    scene.standing = { kind: 'elsewhere', primary: leat }
    return { status: 500, headers: {}, body: '{"error_code":50001,"message":"Error in the backend data store"}' }
  }
  expect((await ask({ method: method as 'PUT', path: '/config/s', body: '{}' })).status).toBe(status)
  expect(scene.asked.map(({ body }) => String(body))).toEqual(status === 200 ? ['{}'] : [])
})

test('what a primary refuses while it is one is not repeated', async () => {
  const { scene, ask } = sceneOf({ kind: 'here' })
  scene.local = () => ({ status: 500, headers: {}, body: '{"error_code":50001}' })
  expect((await ask(write)).status).toBe(500)
})

test('a write on its way to a primary that has lost its place does not wait for its answer', async () => {
  const { scene, ask, clock, changes } = sceneOf({ kind: 'elsewhere', primary: leat })
  scene.answer = ({ url, signal }) =>
    url === 'http://p:8081'
      ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      : Promise.resolve(answered(200))
  clock.after(700, () => {
    scene.standing = { kind: 'soon' }
    changes.tell()
  })
  clock.after(900, () => {
    scene.standing = { kind: 'elsewhere', primary: { ...leat, memberId: 'leat-registry-2', host: 'q' } }
    changes.tell()
  })
  expect((await ask(write)).status).toBe(200)
  expect(clock.monotonic()).toBeGreaterThanOrEqual(900)
  expect(clock.monotonic()).toBeLessThan(1_000)
  expect(scene.asked.map(({ url }) => url)).toEqual(['http://p:8081', 'http://q:8081'])
})

test('a body that is too large is refused before it is whole', async () => {
  const { scene, ask } = sceneOf({ kind: 'elsewhere', primary: leat })
  expect((await ask({ ...write, body: seededRandom('body').bytes(defaultNodeLimits.bodyBytesMax + 1) })).status).toBe(413)
  expect(scene.asked).toEqual([])
})

const KNOWN = { status: 200, headers: {}, body: 'known' }
const FORWARDED = { 'x-leat-registry-forwarded-by': 'http://o' }

test.for<[string, Standing, HttpAnswer | null, Record<string, string>, string]>([
  ['there is another primary', { kind: 'elsewhere', primary: leat }, KNOWN, {}, 'known'],
  ['there is none', { kind: 'nowhere' }, KNOWN, {}, 'known'],
  ['but not where this node is primary', { kind: 'here' }, KNOWN, {}, 'local'],
  ['nor for another node, which has looked itself', { kind: 'here' }, KNOWN, FORWARDED, 'local'],
  ['nothing is known', { kind: 'elsewhere', primary: leat }, { status: 404, headers: {}, body: 'no' }, {}, '{"id":1}'],
  ['the log was not read yet', { kind: 'elsewhere', primary: leat }, null, {}, '{"id":1}'],
])('what is known here is answered here: %s', async ([, standing, known, headers, expected]) => {
  const { scene, ask } = sceneOf(standing)
  scene.known = () => known
  expect((await ask({ ...write, headers })).text).toBe(expected)
  expect(scene.asked.length).toBe(expected === '{"id":1}' ? 1 : 0)
})
