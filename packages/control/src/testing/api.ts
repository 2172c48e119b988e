import { silentLogger, silentMeter } from '@leat/base'
import { type HttpHandler, service } from '@leat/rest'
import { basic, call, type CalledAnswer } from '@leat/rest/testing'
import type { ApiKey, RoleBinding } from '../entities.ts'
import { hashSecret } from '../iam/api-keys/secret.ts'
import { seededRandom } from '@leat/base/sim'
import { put } from '../state.ts'
import { foundedLog, openTestControl, TEST_SEED, type TestControl, type TestControlOptions } from './platform.ts'

/** The API of a control plane over memory, asked without a socket. */
export interface TestApi extends TestControl {
  readonly handler: HttpHandler
  /** As the first admin, with the cloud key of the first start; `as` says otherwise. */
  readonly ask: <T = TestObject>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    as?: string | null,
  ) => Promise<CalledAnswer<T>>
  /** A service account with a cloud key and these roles (role name and CRN pattern); the value of its `Authorization` header. */
  readonly account: (id: string, roles?: readonly (readonly [role: string, crnPattern: string])[]) => Promise<string>
}

/** Enough of an answer's shape for tests; what is not there reads as undefined. */
export interface TestObject {
  readonly id: string
  readonly metadata: { readonly self: string; readonly resource_name: string; readonly next?: string; readonly total_size?: number }
  readonly display_name: string
  readonly spec: Readonly<Record<string, unknown>>
  readonly status: Readonly<Record<string, unknown>>
  readonly data: readonly TestObject[]
  readonly errors: readonly { readonly status: string; readonly code?: string; readonly detail: string; readonly source?: object }[]
}

const SECRET = `cflt${'s'.repeat(60)}`

export async function testApi(options: TestControlOptions = {}): Promise<TestApi> {
  const platform = await openTestControl({ log: await foundedLog(options.seed), ...options })
  const { control, clock, store } = platform
  const operations = await control.operations()
  const handler = service({ operations, authenticate: control.authenticate, clock, logger: silentLogger, meter: silentMeter })
  const admin = basic(TEST_SEED.cloudKey.id, TEST_SEED.cloudKey.secret)
  let keys = 0

  return {
    ...platform,
    handler,
    ask: (method, path, body, as = admin) =>
      call(handler, { method, path, ...(body === undefined ? {} : { body }), headers: as === null ? {} : { authorization: as } }),
    async account(id, roles = []) {
      const { organization } = control.seed
      const owned = { organization: organization.id, createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' }
      const key: ApiKey = {
        id: `TESTKEYTESTKEY${'234567'[Math.floor(keys / 6)]!}${'234567'[keys % 6]!}`,
        ...owned,
        owner: id,
        resource: { kind: 'cloud' },
        name: '',
        description: '',
        ...hashSecret(SECRET, seededRandom(keys)),
      }
      keys++
      const bindings = roles.map(([role, crnPattern], i): RoleBinding => ({
        id: `rb-${id}-${i}`,
        ...owned,
        principal: `User:${id}`,
        role,
        crnPattern,
      }))
      await store.decide(() => ({
        changes: [
          put('service-account', { id, ...owned, number: 100 + keys, name: id, description: '' }),
          put('api-key', key),
          ...bindings.map((binding) => put('role-binding', binding)),
        ],
        answer: null,
      }))
      return basic(key.id, SECRET)
    },
  }
}
