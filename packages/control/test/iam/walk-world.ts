import { assert, silentLogger, silentMeter } from '@leat/base'
import { seededRandom } from '@leat/base/sim'
import { type Endpoint, type HttpHandler, service } from '@leat/rest'
import { basic, call } from '@leat/rest/testing'
import type { ControlEvent } from '../../src/audit/event.ts'
import type { ApiKey, Cluster, ClusterType, User } from '../../src/entities.ts'
import { hashSecret } from '../../src/iam/api-keys/secret.ts'
import { hashPassword } from '../../src/iam/passwords.ts'
import { put } from '../../src/state.ts'
import { openTestControl, TEST_SEED } from '../../src/testing/platform.ts'

/** A control plane with one of each thing, so that every endpoint has something to be asked about, and one of each kind of caller. */
export interface WalkWorld {
  readonly handler: HttpHandler
  /** What was recorded, since the world began. */
  readonly events: readonly ControlEvent[]
  readonly organization: string
  readonly environment: string
  readonly credentials: Readonly<Record<Credential, string | null>>
}

/** Whose credentials they are, and which. */
export type Credential =
  | 'none'
  | 'wrongKey'
  | 'wrongToken'
  | 'kafkaKey'
  | 'dataPlaneToken'
  | 'powerlessKey'
  | 'powerlessSession'
  | 'foreignKey'
  | 'adminKey'
  | 'adminSession'

export const IDS = {
  user: 'u-walked',
  powerlessUser: 'u-weak01',
  account: 'sa-walk01',
  accountNumber: '901',
  powerless: 'sa-weak01',
  environment: 'env-empty1',
  cluster: 'lkc-walk01',
  dedicated: 'lkc-dedic1',
  registry: 'lsrc-walk1',
  key: 'WALKKEYAAAAAAAAA',
  binding: 'rb-walk01',
  quota: 'cq-walk01',
} as const

const SECRET = `cflt${'w'.repeat(60)}`
/** Of all users, and cheap to check: there are many worlds to walk through. */
export const PASSWORD = 'a password to walk with'
const FOREIGN = '90000000-0000-4000-8000-000000000009'
const CHEAP = 16
const times = { createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' }

export async function walkWorld(): Promise<WalkWorld> {
  const { control, store, clock, events } = await openTestControl()
  const { organization, environment } = control.seed
  const operations = await control.operations()
  const handler = service({ operations, authenticate: control.authenticate, clock, logger: silentLogger, meter: silentMeter })

  const owned = { organization: organization.id, ...times }
  const password = await hashPassword(PASSWORD, seededRandom('walk'), CHEAP)
  const user = (id: string, number: number, email: string): User => ({
    id,
    ...owned,
    number,
    email,
    fullName: 'A User',
    password,
    authType: 'AUTH_TYPE_LOCAL',
  })
  const key = (id: string, owner: string, of = organization.id): ApiKey => ({
    id,
    ...owned,
    organization: of,
    owner,
    resource: { kind: 'cloud' },
    name: '',
    description: '',
    ...hashSecret(SECRET, seededRandom(id)),
  })
  const cluster = (id: string, type: ClusterType): Cluster => ({
    ...store.state.cluster.get(control.seed.cluster.id)!,
    ...owned,
    id,
    environment: environment.id,
    name: id,
    type,
    cku: type === 'DEDICATED' ? { wanted: 1, actual: 1 } : null,
    first: false,
  })
  const admin = control.seed.user
  assert(admin !== null, 'the platform was made with this user')
  await store.decide(() => ({
    changes: [
      put('user', { ...admin, password }),
      put('user', user(IDS.user, 900, 'walked@example.com')),
      put('user', user(IDS.powerlessUser, 902, 'weak@example.com')),
      put('service-account', { id: IDS.account, ...owned, number: 901, name: 'walked', description: '' }),
      put('service-account', { id: IDS.powerless, ...owned, number: 903, name: 'powerless', description: '' }),
      put('environment', { id: IDS.environment, ...owned, name: 'empty', governance: 'ESSENTIALS' }),
      put('cluster', cluster(IDS.cluster, 'STANDARD')),
      put('cluster', cluster(IDS.dedicated, 'DEDICATED')),
      put('registry-cluster', { id: IDS.registry, ...owned, environment: environment.id, cloud: 'AWS', region: 'us-east-1' }),
      put('api-key', key(IDS.key, IDS.account)),
      put('api-key', key('WEAKKEYAAAAAAAAA', IDS.powerless)),
      put('role-binding', {
        id: IDS.binding,
        ...owned,
        principal: `User:${IDS.account}`,
        role: 'EnvironmentAdmin',
        crnPattern: `crn://confluent.cloud/organization=${organization.id}/environment=${environment.id}`,
      }),
      put('client-quota', {
        id: IDS.quota,
        ...owned,
        environment: environment.id,
        cluster: IDS.dedicated,
        name: 'walked',
        description: '',
        quota: { principals: [`User:${IDS.account}`], ingressBytesPerSecondMax: 1000, egressBytesPerSecondMax: 1000 },
      }),
      put('organization', { id: FOREIGN, ...times, number: 990, name: 'foreign' }),
      put('user', { ...user('u-foreign', 991, 'foreign@example.com'), organization: FOREIGN }),
      put('api-key', key('FOREIGNKEYAAAAAA', 'u-foreign', FOREIGN)),
      put('role-binding', {
        id: 'rb-foreign',
        ...owned,
        organization: FOREIGN,
        principal: 'User:u-foreign',
        role: 'OrganizationAdmin',
        crnPattern: `crn://confluent.cloud/organization=${FOREIGN}`,
      }),
    ],
    answer: null,
  }))

  const logIn = async (email: string, secret: string): Promise<string> => {
    const answer = await call<{ token: string }>(handler, { method: 'POST', path: '/api/sessions', body: { email, password: secret } })
    return `Bearer ${answer.json.token}`
  }
  const adminSession = await logIn(TEST_SEED.user.email, PASSWORD)
  const headers = { authorization: adminSession }
  const dataPlane = await call<{ token: string }>(handler, { method: 'POST', path: '/api/access_tokens', body: {}, headers })
  return {
    handler,
    events,
    organization: organization.id,
    environment: environment.id,
    credentials: {
      none: null,
      wrongKey: basic(TEST_SEED.cloudKey.id, 'wrong'),
      wrongToken: `${adminSession.slice(0, -4)}AAAA`,
      kafkaKey: basic(TEST_SEED.kafkaKey.id, TEST_SEED.kafkaKey.secret),
      dataPlaneToken: `Bearer ${dataPlane.json.token}`,
      powerlessKey: basic('WEAKKEYAAAAAAAAA', SECRET),
      powerlessSession: await logIn('weak@example.com', PASSWORD),
      foreignKey: basic('FOREIGNKEYAAAAAA', SECRET),
      adminKey: basic(TEST_SEED.cloudKey.id, TEST_SEED.cloudKey.secret),
      adminSession,
    },
  }
}

/** Which kinds of credentials the API of an endpoint takes at all. */
export function takesKeys({ api }: Endpoint): boolean {
  return api !== 'v1' && api !== 'mds' && api !== 'leat/console/v1'
}
