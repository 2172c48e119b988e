import { expect, test } from 'vitest'
import { ADMIN, ADMIN_CLOUD_KEY, iamWorld, ORG, PASSWORD, POWERLESS, POWERLESS_CLOUD_KEY, type World } from '../iam/testing/world.ts'

const SESSION = '/leat/v1/console/session'
const OURS = { 'x-leat-console': '1' }

const logIn = (world: World, body: object, headers: Readonly<Record<string, string>> = OURS) =>
  world.call({ method: 'POST', path: SESSION, body, headers })
const cookieOf = ({ headers }: { readonly headers: Readonly<Record<string, string>> }): string => headers['set-cookie']!.split(';')[0]!
const who = (world: World, cookie: string, headers: Readonly<Record<string, string>> = OURS) =>
  world.call({ path: SESSION, headers: { cookie, ...headers } })

test('a password opens a session that no script can read and no other site sends', async () => {
  const world = await iamWorld()
  const answer = await logIn(world, { email: 'admin@example.com', password: PASSWORD })
  expect(answer.status).toBe(200)
  expect(answer.json).toMatchObject({ user: { id: ADMIN, email: 'admin@example.com' }, organization: { id: ORG, display_name: 'Mill' } })
  expect(answer.headers['set-cookie']).toMatch(/^leat_session=[\w.-]+; HttpOnly; SameSite=Strict; Path=\/; Max-Age=28800$/)
  expect(answer.text).not.toContain(cookieOf(answer).slice('leat_session='.length))
  const session = await who(world, cookieOf(answer))
  expect(session.json).toMatchObject({ user: { id: ADMIN }, expires_at: answer.json['expires_at'] })
  expect((await world.call({ path: '/iam/v2/service-accounts', headers: { cookie: cookieOf(answer), ...OURS } })).status).toBe(200)
})

test('over HTTPS the cookie is sent over HTTPS only', async () => {
  const world = await iamWorld()
  const body = { email: 'admin@example.com', password: PASSWORD }
  const answer = await world.call({ method: 'POST', path: SESSION, body, headers: OURS, scheme: 'https' })
  expect(answer.headers['set-cookie']).toMatch(/; Secure$/)
})

test('without the header of our page the cookie is nothing', async () => {
  const world = await iamWorld()
  const cookie = cookieOf(await logIn(world, { email: 'admin@example.com', password: PASSWORD }))
  expect((await who(world, cookie, {})).status).toBe(401)
  expect((await logIn(world, { email: 'admin@example.com', password: PASSWORD }, {})).status).toBe(400)
})

test('a link logs in once', async () => {
  const world = await iamWorld()
  const link = world.context.consoleLinks.issue(ADMIN)
  const first = await logIn(world, { link })
  expect(first.status).toBe(200)
  expect((await who(world, cookieOf(first))).json).toMatchObject({ user: { id: ADMIN } })
  const second = await logIn(world, { link })
  expect(second.status).toBe(401)
  expect(second.json.errors[0]!.detail).toContain('./leat console')
  expect(second.headers['set-cookie']).toBeUndefined()
})

test('links are bounded: the oldest is given up', async () => {
  const world = await iamWorld()
  const links = Array.from({ length: 17 }, () => world.context.consoleLinks.issue(ADMIN))
  expect((await logIn(world, { link: links[0]! })).status).toBe(401)
  expect((await logIn(world, { link: links[1]! })).status).toBe(200)
})

test.for(['session', 'data-plane-token'] as const)("the console's cookie is no %s in a header, and a token is no cookie", async (kind) => {
  const world = await iamWorld()
  const token = cookieOf(await logIn(world, { email: 'admin@example.com', password: PASSWORD })).slice('leat_session='.length)
  expect((await world.call({ path: '/api/me', headers: { authorization: `Bearer ${token}` } })).status).toBe(401)
  const { authorization } = await world.login()
  const other =
    kind === 'session'
      ? authorization.slice('Bearer '.length)
      : String((await world.call({ method: 'POST', path: '/api/access_tokens', body: {}, headers: { authorization } })).json['token'])
  expect((await who(world, `leat_session=${other}`)).status).toBe(401)
})

test('logging out ends the session and takes the cookie back', async () => {
  const world = await iamWorld()
  const cookie = cookieOf(await logIn(world, { email: 'admin@example.com', password: PASSWORD }))
  const out = await world.call({ method: 'DELETE', path: SESSION, headers: { cookie, ...OURS } })
  expect(out.status).toBe(204)
  expect(out.headers['set-cookie']).toContain('Max-Age=0')
  expect((await who(world, cookie)).status).toBe(401)
})

test('the session ends after its time', async () => {
  const world = await iamWorld()
  const cookie = cookieOf(await logIn(world, { email: 'admin@example.com', password: PASSWORD }))
  await world.context.clock.advance(8 * 3_600_000 + 1)
  expect((await who(world, cookie)).status).toBe(401)
})

test('credentials in the header come first, and keys have no session', async () => {
  const world = await iamWorld()
  const cookie = cookieOf(await logIn(world, { email: 'admin@example.com', password: PASSWORD }))
  expect((await who(world, cookie, { ...OURS, ...(await world.login()) })).status).toBe(200)
  expect((await who(world, cookie, { ...OURS, ...world.as(ADMIN_CLOUD_KEY) })).status).toBe(401)
  expect((await who(world, cookie, { ...OURS, authorization: 'Basic d3Jvbmc6d3Jvbmc=' })).status).toBe(401)
})

test('audit events are listed newest first, filtered, a page at a time, to admins alone', async () => {
  const world = await iamWorld()
  await world.login()
  await world.call({ path: '/iam/v2/service-accounts', headers: world.as(ADMIN_CLOUD_KEY) })
  await world.call({ path: '/iam/v2/api-keys', headers: world.as(POWERLESS_CLOUD_KEY) })
  const list = async (query: string, key = ADMIN_CLOUD_KEY) =>
    world.call({ path: `/leat/v1/audit-events?${query}`, headers: world.as(key) })
  const all = await list('')
  expect(all.json.data.map(({ method }) => method)).toEqual(['GetAPIKeys', 'GetServiceAccounts', 'SignIn'])
  expect(all.json.data[2]).toMatchObject({ principal: `User:${ADMIN}`, granted: true, event: { specversion: '1.0' } })
  expect((await list(`principal=${POWERLESS}`)).json.data.map(({ method }) => method)).toEqual(['GetAPIKeys'])
  expect((await list('method=signin')).json.data).toHaveLength(1)
  const page = await list('limit=2&method=Get')
  expect(page.json.data.map(({ method }) => method)).toEqual(['GetAuditEvents', 'GetAuditEvents'])
  expect(page.json['before']).toBe(page.json.data[1]!['offset'])
  expect((await list('', POWERLESS_CLOUD_KEY)).status).toBe(403)
})
