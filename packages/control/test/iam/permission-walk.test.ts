import type { Endpoint } from '@leat/rest'
import { call } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import { controlEndpoints } from '../../src/testing/endpoints.ts'
import { type WalkRequest, walkRequests } from './walk-requests.ts'
import { type Credential, takesKeys, type WalkWorld, walkWorld } from './walk-world.ts'

/**
 * Every endpoint of the control plane is called with no, wrong, powerless, foreign and privileged credentials, and what it answers is held against
 * `access` of its definition.
 */

/** What cannot be called from the table alone, or deviates with a reason. */
const EXCEPTIONS: Readonly<
  Record<string, { readonly reason: string; readonly statuses: Partial<Readonly<Record<Credential, readonly number[]>>> }>
> = {
  deleteSession: {
    reason: 'It ends the session of the token it is given, so it is open to all and answers 401 to whoever brings none.',
    statuses: {
      none: [401],
      wrongKey: [401],
      wrongToken: [401],
      kafkaKey: [401],
      dataPlaneToken: [401],
      powerlessKey: [401],
      foreignKey: [401],
      adminKey: [401],
    },
  },
  createConsoleSession: {
    reason: "It is refused without the console's own header; console.test.ts logs in with it.",
    statuses: Object.fromEntries(
      (
        [
          'none',
          'wrongKey',
          'wrongToken',
          'kafkaKey',
          'dataPlaneToken',
          'powerlessKey',
          'powerlessSession',
          'foreignKey',
          'adminKey',
          'adminSession',
        ] as const
      ).map((credential) => [credential, [400]]),
    ),
  },
  getOrgV2Organization: {
    reason: 'Every caller sees its own organization; to a foreign one it is not there.',
    statuses: { foreignKey: [404] },
  },
  listAuditEvents: {
    reason: 'It names no object: a foreign admin reads the events of its own organization.',
    statuses: { foreignKey: [200] },
  },
  createIamV2ServiceAccount: {
    reason: 'It names no object: a foreign admin makes one in its own organization.',
    statuses: { foreignKey: [201] },
  },
  createOrgV2Environment: {
    reason: 'It names no object: a foreign admin makes one in its own organization.',
    statuses: { foreignKey: [201] },
  },
  createIamV2ApiKey: {
    reason: 'The owner in the body is one that a powerless user and a foreign admin cannot see: as invalid as none.',
    statuses: { powerlessSession: [400], foreignKey: [400] },
  },
}

const WRONG: readonly Credential[] = ['none', 'wrongKey', 'wrongToken', 'kafkaKey', 'dataPlaneToken']

function expectedStatuses(endpoint: Endpoint, credential: Credential): readonly number[] {
  const exception = EXCEPTIONS[endpoint.id]?.statuses[credential]
  if (exception !== undefined) return exception
  const { status } = endpoint.returns
  if (endpoint.access.kind === 'public') return [status]
  if (WRONG.includes(credential) || (credential.endsWith('Key') && !takesKeys(endpoint))) return [401]
  if (credential === 'adminKey' || credential === 'adminSession') return [status]
  if (endpoint.access.kind === 'may') return [403, 404]
  // A list within a scope that one cannot see may be empty, or the scope is not there.
  return credential === 'foreignKey' || Object.keys(endpoint.query).some((name) => SCOPES.includes(name)) ? [status, 403, 404] : [status]
}

const SCOPES = ['environment', 'spec.cluster', 'lkc_id', 'scope']

async function send(world: WalkWorld, endpoint: Endpoint, { params = {}, query = {}, body }: WalkRequest, credential: Credential) {
  const path = endpoint.path.replaceAll(/\{([a-z_]+)\}/g, (_, name: string) => {
    expect(params[name], `${endpoint.id} needs {${name}} in walk-requests.ts`).toBeDefined()
    return encodeURIComponent(params[name]!)
  })
  const search = new URLSearchParams(query).toString()
  const authorization = world.credentials[credential]
  return call(world.handler, {
    method: endpoint.method,
    path: search === '' ? path : `${path}?${search}`,
    ...(body === undefined ? {} : { body }),
    headers: authorization === null ? {} : { authorization },
  })
}

const endpoints = controlEndpoints()

/** One world is enough for all that only read. */
let readers: Promise<WalkWorld> | null = null
const worldFor = ({ method }: Endpoint): Promise<WalkWorld> => (method === 'GET' ? (readers ??= walkWorld()) : walkWorld())

test.for(endpoints.map((endpoint) => [endpoint.id, endpoint] as const))('%s is open to whom its definition says', async ([, endpoint]) => {
  const order: readonly Credential[] = [...WRONG, 'powerlessKey', 'powerlessSession', 'foreignKey', 'adminKey', 'adminSession']
  let world = await worldFor(endpoint)
  for (const credential of order) {
    // The privileged key has changed what the session asks for.
    if (credential === 'adminSession') world = await worldFor(endpoint)
    const answer = await send(world, endpoint, walkRequests(world)[endpoint.id] ?? {}, credential)
    expect(expectedStatuses(endpoint, credential), `${endpoint.id} with ${credential}: ${answer.status} ${answer.text}`).toContain(
      answer.status,
    )
    if (answer.status === 401) expect(answer.headers['www-authenticate'], endpoint.id).toBeDefined()
  }
})

test('what others are refused they have not done: a foreign and a powerless caller leave the state as it was', async () => {
  for (const credential of ['powerlessKey', 'powerlessSession', 'foreignKey'] as const) {
    const world = await walkWorld()
    const before = await stateSeenByAdmin(world)
    for (const endpoint of endpoints) {
      if (endpoint.method === 'GET' || endpoint.access.kind !== 'may') continue
      await send(world, endpoint, walkRequests(world)[endpoint.id] ?? {}, credential)
    }
    expect(await stateSeenByAdmin(world)).toEqual(before)
  }
})

async function stateSeenByAdmin(world: WalkWorld): Promise<readonly unknown[]> {
  const isList = ({ id, method, path }: Endpoint): boolean => method === 'GET' && /List|^list/.test(id) && !path.includes('{')
  // The audit log holds the refusals themselves.
  const lists = endpoints.filter((endpoint) => isList(endpoint) && endpoint.id !== 'listAuditEvents')
  const answers = await Promise.all(lists.map((endpoint) => send(world, endpoint, walkRequests(world)[endpoint.id] ?? {}, 'adminSession')))
  return answers.map((answer) => answer.json)
}

test('every request of somebody is one audit event that names the caller, the request and how it ended', async () => {
  for (const endpoint of endpoints.filter(({ access }) => access.kind !== 'public')) {
    const world = await worldFor(endpoint)
    const before = world.events.length
    const { status } = await send(world, endpoint, walkRequests(world)[endpoint.id] ?? {}, 'adminSession')
    expect(world.events.slice(before), endpoint.id).toMatchObject([
      {
        method: expect.stringMatching(/^[A-Z][A-Za-z]+$/),
        caller: { kind: 'user' },
        granted: true,
        status: status < 400 ? 'SUCCESS' : 'FAILURE',
      },
    ])
  }
})

test('the tables name endpoints that are there', () => {
  const ids = endpoints.map((endpoint) => endpoint.id)
  expect(Object.keys(EXCEPTIONS).filter((id) => !ids.includes(id))).toEqual([])
  expect(Object.keys(walkRequests({ organization: '', environment: '' })).filter((id) => !ids.includes(id))).toEqual([])
  expect(new Set(ids).size).toBe(ids.length)
})
