import { memoryMeter } from '@leat/base'
import { seededRandom } from '@leat/base/sim'
import { type HttpHandler, type Operation, service } from '@leat/rest'
import { basic, call, type CalledAnswer, type CallOptions } from '@leat/rest/testing'
import type { Change } from '@leat/store'
import { crn } from '../../crn.ts'
import type { ApiKey, Cluster, ClusterType, Environment, Organization, RoleBinding, ServiceAccount, User } from '../../entities.ts'
import { put } from '../../state.ts'
import { testContext, type TestContext } from '../../testing/context.ts'
import { authenticate } from '../authenticate.ts'
import { hashSecret } from '../api-keys/secret.ts'
import { mayIn } from '../authorize.ts'
import { iamOperations } from '../operations.ts'
import { hashPassword } from '../passwords.ts'

/** Two organizations with people, keys and clusters, over memory alone; what a test of IAM plays with. */
export const ORG = '10000000-0000-4000-8000-000000000001'
export const OTHER_ORG = '20000000-0000-4000-8000-000000000002'
export const ADMIN = 'u-admin1'
export const DEVELOPER = 'u-devel1'
export const OTHER_ADMIN = 'u-other1'
export const POWERLESS = 'sa-weak01'
export const WORKER = 'sa-work01'
export const PASSWORD = 'correct horse battery staple'
/** Keys by what they are for; the secret is the id in lower case. */
export const ADMIN_CLOUD_KEY = 'ADMINCLOUDAAAAAA'
export const POWERLESS_CLOUD_KEY = 'WEAKCLOUDAAAAAAA'
export const WORKER_KAFKA_KEY = 'WORKKAFKAAAAAAAA'
export const WORKER_GLOBAL_KEY = 'WORKGLOBALAAAAAA'
export const OTHER_CLOUD_KEY = 'OTHERCLOUDAAAAAA'
export const OTHER_KAFKA_KEY = 'OTHERKAFKAAAAAAA'

/** Cheap to check: the tests are about who gets in, not about how slow it is. */
const TEST_PASSWORD_COST = 16
const AT = '2026-01-01T00:00:00.000Z'
const times = { createdAt: AT, updatedAt: AT }

export interface World {
  readonly context: TestContext
  readonly handler: HttpHandler
  readonly operations: readonly Operation[]
  put(...changes: Change[]): Promise<void>
  bind(principal: string, role: string, crnPattern: string): Promise<RoleBinding>
  as(key: string): { authorization: string }
  call<T = Answer>(options: CallOptions): Promise<CalledAnswer<T>>
  /** Logs in and answers the header. */
  login(email?: string, password?: string): Promise<{ authorization: string }>
}

/** Loosely typed on purpose: tests compare it with what is expected. */
export interface Answer {
  readonly [field: string]: unknown
  readonly id: string
  readonly data: readonly Answer[]
  readonly metadata: { readonly next?: string; readonly total_size?: number }
  readonly errors: readonly { readonly status: string; readonly code?: string; readonly detail: string }[]
}

export async function iamWorld(more: (context: TestContext) => readonly Operation[] = () => []): Promise<World> {
  const base = testContext({ seed: 7 })
  const context: TestContext = { ...base, may: (caller, permission) => mayIn(base.store.state)(caller, permission) }
  const operations = [...iamOperations(context), ...more(context)]
  const { clock, logger } = context
  const handler = service({ operations, authenticate: authenticate(context), clock, logger, meter: memoryMeter() })
  let bindings = 0
  const world: World = {
    context,
    handler,
    operations,
    async put(...changes) {
      await context.store.decide(() => ({ changes, answer: null }))
    },
    async bind(principal, role, crnPattern) {
      const organization = crnPattern.includes(OTHER_ORG) ? OTHER_ORG : ORG
      const binding: RoleBinding = { ...times, id: `rb-test${++bindings}`, organization, principal: `User:${principal}`, role, crnPattern }
      await world.put(put('role-binding', binding))
      return binding
    },
    as: (key) => ({ authorization: basic(key, key.toLowerCase()) }),
    call: (options) => call(handler, options),
    async login(email = 'admin@example.com', password = PASSWORD) {
      const answer = await call<{ token: string }>(handler, { method: 'POST', path: '/api/sessions', body: { email, password } })
      return { authorization: `Bearer ${answer.json.token}` }
    },
  }
  await world.put(...(await people()), ...places(), ...keys())
  await world.bind(ADMIN, 'OrganizationAdmin', crn([['organization', ORG]]))
  await world.bind(OTHER_ADMIN, 'OrganizationAdmin', crn([['organization', OTHER_ORG]]))
  return world
}

async function people(): Promise<Change[]> {
  const password = await hashPassword(PASSWORD, seededRandom('password'), TEST_PASSWORD_COST)
  const organization = (id: string, number: number, name: string): Organization => ({ ...times, id, number, name })
  const user = (id: string, number: number, email: string, fullName: string, of = ORG): User => ({
    ...times,
    id,
    number,
    organization: of,
    email,
    fullName,
    password,
    authType: 'AUTH_TYPE_LOCAL',
  })
  const account = (id: string, number: number, name: string): ServiceAccount => ({
    ...times,
    id,
    number,
    organization: ORG,
    name,
    description: `what ${name} does`,
  })
  return [
    put('organization', organization(ORG, 1, 'Mill')),
    put('organization', organization(OTHER_ORG, 2, 'Elsewhere')),
    put('user', user(ADMIN, 3, 'admin@example.com', 'Ada Lovelace')),
    put('user', user(DEVELOPER, 4, 'developer@example.com', 'Dev Eloper')),
    put('user', user(OTHER_ADMIN, 5, 'other@example.com', 'Otto Her', OTHER_ORG)),
    put('service-account', account(POWERLESS, 6, 'powerless')),
    put('service-account', account(WORKER, 7, 'worker')),
  ]
}

export function clusterOf(id: string, type: ClusterType, environment = 'env-mill01', organization = ORG): Cluster {
  return {
    ...times,
    id,
    organization,
    environment,
    name: id,
    type,
    availability: 'SINGLE_ZONE',
    cloud: 'AWS',
    region: 'us-east-1',
    zones: [],
    cku: null,
    eckuMax: null,
    phase: 'PROVISIONED',
    failure: null,
    deletionProtection: false,
    first: false,
    ports: [],
  }
}

function places(): Change[] {
  const environment = (id: string, organization: string): Environment => ({
    ...times,
    id,
    organization,
    name: id,
    governance: 'ESSENTIALS',
  })
  return [
    put('environment', environment('env-mill01', ORG)),
    put('environment', environment('env-mill02', ORG)),
    put('environment', environment('env-other1', OTHER_ORG)),
    put('cluster', clusterOf('lkc-stand1', 'STANDARD')),
    put('cluster', clusterOf('lkc-basic1', 'BASIC')),
    put('cluster', clusterOf('lkc-other1', 'STANDARD', 'env-other1', OTHER_ORG)),
    put('registry-cluster', {
      ...times,
      id: 'lsrc-mill1',
      organization: ORG,
      environment: 'env-mill01',
      cloud: 'AWS',
      region: 'us-east-1',
    }),
  ]
}

function keys(): Change[] {
  const random = seededRandom('keys')
  const key = (id: string, owner: string, resource: ApiKey['resource'], organization = ORG): Change =>
    put('api-key', {
      ...times,
      id,
      organization,
      owner,
      resource,
      name: '',
      description: '',
      ...hashSecret(id.toLowerCase(), random),
    })
  return [
    key(ADMIN_CLOUD_KEY, ADMIN, { kind: 'cloud' }),
    key(POWERLESS_CLOUD_KEY, POWERLESS, { kind: 'cloud' }),
    key(WORKER_KAFKA_KEY, WORKER, { kind: 'kafka', id: 'lkc-stand1', environment: 'env-mill01' }),
    key(WORKER_GLOBAL_KEY, WORKER, { kind: 'global' }),
    key(OTHER_CLOUD_KEY, OTHER_ADMIN, { kind: 'cloud' }, OTHER_ORG),
    key(OTHER_KAFKA_KEY, OTHER_ADMIN, { kind: 'kafka', id: 'lkc-other1', environment: 'env-other1' }, OTHER_ORG),
  ]
}

/** CRNs of the first organization. */
export const AT_ORG = crn([['organization', ORG]])
export const AT_ENV = `${AT_ORG}/environment=env-mill01`
export const AT_STANDARD = `${AT_ENV}/cloud-cluster=lkc-stand1`
export const AT_BASIC = `${AT_ENV}/cloud-cluster=lkc-basic1`
export const IN_STANDARD = `${AT_STANDARD}/kafka=lkc-stand1`
