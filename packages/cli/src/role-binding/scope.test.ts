import { expect, test } from 'vitest'
import type { Session } from '../session/session.ts'
import { ok } from '@leat/base'
import { parseInput } from '../grammar/parse.ts'
import { flagsOfCrn } from './crn-flags.ts'
import { roleBindingCreate } from './create.ts'
import { crnPattern, type ScopeFlags } from './scope.ts'

const SESSION = { login: { organization: 'o-1' }, environment: () => ok('env-1') } as unknown as Session

test.for([
  'crn://confluent.cloud/organization=o-1',
  'crn://confluent.cloud/organization=o-1/environment=env-2',
  'crn://confluent.cloud/organization=o-1/environment=env-2/cloud-cluster=lkc-1',
  'crn://confluent.cloud/organization=o-1/environment=env-2/cloud-cluster=lkc-1/kafka=lkc-1/topic=orders',
  'crn://confluent.cloud/organization=o-1/environment=env-2/cloud-cluster=lkc-1/kafka=lkc-1/topic=orders.*',
  'crn://confluent.cloud/organization=o-1/environment=env-2/cloud-cluster=lkc-1/kafka=lkc-1/group=*',
  'crn://confluent.cloud/organization=o-1/environment=env-2/cloud-cluster=lkc-1/kafka=lkc-1/transactional-id=a%20b%2Fc',
  'crn://confluent.cloud/organization=o-1/environment=env-2/schema-registry=lsrc-1/subject=orders-value',
])('the flags of %s mean it', (pattern) => {
  const words = ['--principal', 'User:sa-1', '--role', 'DeveloperRead', ...flagsOfCrn(pattern)]
  const input = parseInput(roleBindingCreate, words)
  expect(input.ok && crnPattern(SESSION, input.value.flags as unknown as ScopeFlags)).toEqual(ok(pattern))
})
