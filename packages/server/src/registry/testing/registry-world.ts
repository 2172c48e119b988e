import { seededRandom } from '@leat/base/sim'
import { basic } from '@leat/rest/testing'
import type { ControlEvent } from '@leat/control'
import type { ApiKey, RoleBinding } from '../../../../control/src/entities.ts'
import { hashSecret } from '../../../../control/src/iam/api-keys/secret.ts'
import { put } from '../../../../control/src/state.ts'
import { foundedLog, openTestControl, TEST_SEED } from '../../../../control/src/testing/platform.ts'
import { testRegistry, type TestRegistry } from '../../../../registry/test/api/fixture.ts'
import { cloudAccess } from '../access.ts'
import type { Rates } from '../rates.ts'

const SECRET = `cflt${'r'.repeat(60)}`
export const OTHER = { environment: 'env-other1', registry: 'lsrc-other1' } as const
const times = { createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' }

/** A control plane with two environments, and the registry that serves both. */
export interface RegistryWorld extends TestRegistry {
  readonly events: readonly ControlEvent[]
  readonly organization: string
  readonly environment: string
  /** Of the first environment. */
  readonly registry: string
  /** Headers of the key that the platform starts with, the first admin's. */
  readonly admin: Readonly<Record<string, string>>
  /** A cloud key of the first admin's. */
  readonly cloud: Readonly<Record<string, string>>
  /** A service account with these roles, and its key for a registry (the first, if not said). */
  readonly account: (
    roles: readonly (readonly [role: string, crnPattern: string])[],
    registry?: string,
  ) => Promise<Readonly<Record<string, string>>>
  /** A CRN within the registry's environment: `subject=orders*`. */
  readonly crn: (rest: string) => string
}

export async function registryWorld({
  trusting = false,
  rates,
}: { readonly trusting?: boolean; readonly rates?: Rates } = {}): Promise<RegistryWorld> {
  const { control, store, events } = await openTestControl({ log: await foundedLog() })
  const { organization, environment } = control.seed
  const owned = { organization: organization.id, ...times }
  const registry = [...store.state['registry-cluster'].values()][0]!.id
  await store.decide(() => ({
    changes: [
      put('environment', { id: OTHER.environment, ...owned, name: 'other', governance: 'ESSENTIALS' }),
      put('registry-cluster', { id: OTHER.registry, ...owned, environment: OTHER.environment, cloud: 'AWS', region: 'us-east-1' }),
    ],
    answer: null,
  }))
  let accounts = 0
  const world = testRegistry({
    access: (clock) => cloudAccess({ control, clock, trusting, ...(rates === undefined ? {} : { rates }) }),
    state: { tenants: 'by-prefix', firstId: 100_001 },
  })
  return {
    ...world,
    events,
    organization: organization.id,
    environment: environment.id,
    registry,
    admin: { authorization: basic(TEST_SEED.registryKey.id, TEST_SEED.registryKey.secret) },
    cloud: { authorization: basic(TEST_SEED.cloudKey.id, TEST_SEED.cloudKey.secret) },
    crn: (rest) => `crn://confluent.cloud/organization=${organization.id}/environment=${environment.id}${rest === '' ? '' : `/${rest}`}`,
    async account(roles, of = registry) {
      const id = `sa-test${++accounts}`
      const key: ApiKey = {
        id: `TESTKEYTESTKEYA${'ABCDEFGHIJKLMNOP'[accounts]!}`,
        ...owned,
        owner: id,
        resource: { kind: 'schema-registry', id: of, environment: of === registry ? environment.id : OTHER.environment },
        name: '',
        description: '',
        ...hashSecret(SECRET, seededRandom(accounts)),
      }
      const bindings = roles.map(([role, crnPattern], n): RoleBinding => ({
        id: `rb-${id}-${n}`,
        ...owned,
        principal: `User:${id}`,
        role,
        crnPattern,
      }))
      await store.decide(() => ({
        changes: [
          put('service-account', { id, ...owned, number: 200 + accounts, name: id, description: '' }),
          put('api-key', key),
          ...bindings.map((binding) => put('role-binding', binding)),
        ],
        answer: null,
      }))
      return { authorization: basic(key.id, SECRET) }
    },
  }
}
