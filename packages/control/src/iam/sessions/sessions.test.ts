import { setImmediate as loopTurn } from 'node:timers/promises'
import { basic } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import { remove } from '../../state.ts'
import { ADMIN, type Answer, iamWorld, ORG, OTHER_ORG, PASSWORD, type World } from '../testing/world.ts'
import { SESSIONS_PER_USER_MAX } from './decide.ts'

interface LoginAnswer extends Answer {
  readonly token: string
  readonly refresh_token: string
  readonly user: { readonly id: number; readonly resource_id: string }
  readonly organization: { readonly id: number; readonly resource_id: string }
  readonly error: { readonly code: number; readonly message: string }
}

const post = (world: World, body: object) => world.call<LoginAnswer>({ method: 'POST', path: '/api/sessions', body })
const logIn = (world: World) => post(world, { email: 'admin@example.com', password: PASSWORD })
const me = (world: World, token: string) => world.call({ path: '/api/me', headers: { authorization: `Bearer ${token}` } })

/** A refused login is held back: once the password was checked (in real time), time has to pass until it is answered. */
async function refused(world: World, body: object): Promise<Awaited<ReturnType<typeof post>> & { readonly heldMs: number }> {
  const { clock, events } = world.context
  const seen = events.length
  const startMs = clock.monotonic()
  let endMs = startMs
  const pending = post(world, body).finally(() => (endMs = clock.monotonic()))
  while (events.length === seen) await loopTurn()
  await clock.settle()
  await clock.advance(10_000)
  return { ...(await pending), heldMs: endMs - startMs }
}

test('a password opens a session, whose token speaks for the user', async () => {
  const world = await iamWorld()
  const answer = await logIn(world)
  expect(answer.status).toBe(200)
  expect(answer.json).toMatchObject({
    user: { id: 3, resource_id: ADMIN, email: 'admin@example.com', first_name: 'Ada', last_name: 'Lovelace', auth_type: 'AUTH_TYPE_LOCAL' },
    organization: { id: 1, resource_id: ORG, name: 'Mill' },
  })
  expect(answer.json.token).toMatch(/^[\w-]*\.[\w-]*\.[\w-]*$/)
  expect(answer.json.refresh_token).toMatch(/^v1\./)
  expect((await me(world, answer.json.token)).json).toMatchObject({
    user: { resource_id: ADMIN },
    accounts: [{ id: 'env-mill01' }, { id: 'env-mill02' }],
  })
})

test('e-mails are compared without case, and the organization may be named', async () => {
  const world = await iamWorld()
  expect((await post(world, { email: 'Admin@Example.com', password: PASSWORD, orgResourceId: ORG })).status).toBe(200)
})

test.for([
  ['a wrong password', { email: 'admin@example.com', password: 'wrong' }],
  ['an e-mail nobody has', { email: 'nobody@example.com', password: PASSWORD }],
  ['another organization', { email: 'admin@example.com', password: PASSWORD, orgResourceId: OTHER_ORG }],
  ["a service account's name", { email: 'worker', password: PASSWORD }],
  ['a prototype key', { email: '__proto__', password: 'constructor' }],
])('%s is refused with the same answer', async ([, body]) => {
  const world = await iamWorld()
  const answer = await refused(world, body as object)
  expect(answer.status).toBe(403)
  expect(answer.json).toEqual({ error: { code: 403, message: 'Incorrect e-mail, password, or organization' } })
})

test('a login needs a password or a refresh token', async () => {
  const world = await iamWorld()
  expect((await post(world, {})).status).toBe(400)
  expect((await post(world, { email: 'admin@example.com' })).status).toBe(400)
  expect((await post(world, { email: 1, password: [] })).status).toBe(400)
  expect((await post(world, { email: 'a', password: 'x'.repeat(2000) })).status).toBe(422)
})

test('failures are held back longer and longer, then refused for a while', async () => {
  const world = await iamWorld()
  const wrong = { email: 'admin@example.com', password: 'wrong' }
  const heldMs: number[] = []
  for (let i = 0; i < 10; i++) heldMs.push((await refused(world, wrong)).heldMs)
  expect(heldMs).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000, 4000, 4000, 4000])
  const locked = await logIn(world)
  expect(locked.status).toBe(429)
  expect(locked.json.error.code).toBe(429)
  expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0)
  await world.context.clock.advance(15 * 60_000)
  expect((await logIn(world)).status).toBe(200)
})

test('an e-mail that nobody has is held back just as long', async () => {
  const world = await iamWorld()
  const heldMs: number[] = []
  for (let i = 0; i < 3; i++) heldMs.push((await refused(world, { email: 'nobody@example.com', password: 'wrong' })).heldMs)
  expect(heldMs).toEqual([250, 500, 1000])
})

test('a right password is not charged to the e-mail', async () => {
  const world = await iamWorld()
  for (let i = 0; i < 15; i++) expect((await logIn(world)).status).toBe(200)
})

test('a refresh token opens the next token once, and is replaced', async () => {
  const world = await iamWorld()
  const first = await logIn(world)
  const second = await post(world, { refreshToken: first.json.refresh_token, orgResourceId: ORG })
  expect(second.status).toBe(200)
  expect(second.json.refresh_token).toMatch(/^v1\./)
  expect(second.json.refresh_token).not.toBe(first.json.refresh_token)
  expect((await me(world, second.json.token)).status).toBe(200)

  expect((await post(world, { refreshToken: first.json.refresh_token })).status).toBe(401)
  expect((await post(world, { refreshToken: second.json.refresh_token })).status).toBe(200)
})

test('a refresh token is over after eight idle hours, and each use counts anew', async () => {
  const world = await iamWorld()
  let token = (await logIn(world)).json.refresh_token
  for (let i = 0; i < 3; i++) {
    await world.context.clock.advance(7 * 3_600_000)
    const answer = await post(world, { refreshToken: token })
    expect(answer.status).toBe(200)
    token = answer.json.refresh_token
  }
  await world.context.clock.advance(8 * 3_600_000 + 1)
  expect((await post(world, { refreshToken: token })).status).toBe(401)
})

test.for(['v1.', 'v1.x.y', 'v2.abc', 'v1.__proto__.constructor', `v1.${'a'.repeat(16)}.${'b'.repeat(43)}`])(
  'the refresh token %s opens nothing',
  async (refreshToken) => {
    const world = await iamWorld()
    expect((await post(world, { refreshToken })).status).toBe(401)
  },
)

test('a refresh token does not open another organization', async () => {
  const world = await iamWorld()
  const { refresh_token: refreshToken } = (await logIn(world)).json
  expect((await post(world, { refreshToken, orgResourceId: OTHER_ORG })).status).toBe(401)
})

test('logging out ends the session: its tokens, its refresh token, its data-plane tokens', async () => {
  const world = await iamWorld()
  const { token, refresh_token: refreshToken } = (await logIn(world)).json
  const bystander = (await logIn(world)).json
  const out = await world.call({ method: 'DELETE', path: '/api/sessions', body: { idToken: token } })
  expect(out).toMatchObject({ status: 200, json: {} })
  expect((await me(world, token)).status).toBe(401)
  expect((await post(world, { refreshToken })).status).toBe(401)
  expect((await me(world, bystander.token)).status).toBe(200)
})

test('an expired token still logs its session out', async () => {
  const world = await iamWorld()
  const { token, refresh_token: refreshToken } = (await logIn(world)).json
  await world.context.clock.advance(2 * 3_600_000)
  expect((await me(world, token)).status).toBe(401)
  expect((await world.call({ method: 'DELETE', path: '/api/sessions', headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
  expect((await post(world, { refreshToken })).status).toBe(401)
})

test('logging out without a session is refused', async () => {
  const world = await iamWorld()
  expect((await world.call({ method: 'DELETE', path: '/api/sessions', body: {} })).status).toBe(401)
  expect((await world.call({ method: 'DELETE', path: '/api/sessions', body: { idToken: 'a.b.c' } })).status).toBe(401)
})

test('a deleted user is logged out', async () => {
  const world = await iamWorld()
  const { token, refresh_token: refreshToken } = (await logIn(world)).json
  await world.put(remove('user', ADMIN))
  expect((await me(world, token)).status).toBe(401)
  expect((await post(world, { refreshToken })).status).toBe(401)
})

test('the oldest of too many logins ends, and what is over is swept away', async () => {
  const world = await iamWorld()
  const first = await logIn(world)
  for (let i = 0; i < SESSIONS_PER_USER_MAX; i++) {
    await world.context.clock.advance(1)
    await logIn(world)
  }
  expect(world.context.store.state.session.size).toBe(SESSIONS_PER_USER_MAX)
  expect((await me(world, first.json.token)).status).toBe(401)
  await world.context.clock.advance(9 * 3_600_000)
  await logIn(world)
  expect(world.context.store.state.session.size).toBe(1)
})

test('no secret is kept, and none is recorded', async () => {
  const world = await iamWorld()
  const { token, refresh_token: refreshToken } = (await logIn(world)).json
  await refused(world, { email: 'admin@example.com', password: 'hunter2hunter2' })
  await refused(world, { email: 'typed-in-the-wrong-field', password: 'admin@example.com' })
  const written = JSON.stringify([world.context.store.log, world.context.events])
  for (const secret of [PASSWORD, 'hunter2hunter2', 'typed-in-the-wrong-field', token, refreshToken, refreshToken.split('.')[2]!])
    expect(written).not.toContain(secret)
})

test('logins and refused logins are recorded with the e-mail', async () => {
  const world = await iamWorld()
  await logIn(world)
  await refused(world, { email: 'nobody@example.com', password: 'wrong' })
  await post(world, { refreshToken: 'v1.not.one' })
  expect(world.context.events).toMatchObject([
    { method: 'SignIn', identity: 'admin@example.com', caller: { id: ADMIN }, granted: true, status: 'SUCCESS', organization: ORG },
    { method: 'SignIn', identity: 'nobody@example.com', caller: null, granted: false, status: 'FAILURE' },
    { method: 'SignIn', identity: null, caller: null, granted: false, status: 'FAILURE' },
  ])
})

test('the login realm says the same of every e-mail', async () => {
  const world = await iamWorld()
  for (const email of ['admin@example.com', 'nobody@example.com']) {
    const answer = await world.call({ path: `/api/login/realm?client_id=x&email=${email}` })
    expect(answer).toMatchObject({ status: 200, json: { is_sso: false, mfa_required: false, realm: '' } })
  }
})

test('a data-plane token comes from a session only, and an API key has none', async () => {
  const world = await iamWorld()
  const headers = await world.login()
  const answer = await world.call<LoginAnswer>({ method: 'POST', path: '/confluent.cloud/api/access_tokens', body: {}, headers })
  expect(answer).toMatchObject({ status: 200, json: { error: '' } })
  expect(answer.json.token.split('.')).toHaveLength(3)
  const again = await world.call({
    method: 'POST',
    path: '/api/access_tokens',
    body: {},
    headers: { authorization: `Bearer ${answer.json.token}` },
  })
  expect(again.status).toBe(401)
  const key = { authorization: basic('ADMINCLOUDAAAAAA', 'admincloudaaaaaa') }
  expect((await world.call({ method: 'POST', path: '/api/access_tokens', body: {}, headers: key })).status).toBe(401)
})

test("the CLI's reports are checked and answered", async () => {
  const world = await iamWorld()
  const headers = await world.login()
  const body = { os: 'linux', arch: 'amd64', version: 'v4.0.0', command: 'confluent kafka topic list', flags: ['cluster'], error: false }
  expect((await world.call({ method: 'POST', path: '/api/cli/v1/usages', body, headers })).status).toBe(204)
  expect((await world.call({ method: 'POST', path: '/api/cli/v1/usages', body: { os: 'linux' }, headers })).status).toBe(400)
  expect((await world.call({ path: '/api/growth/v1/free-trial-info', body: { orgId: 1 }, headers })).json).toEqual({
    promo_code_claims: [],
  })
})
