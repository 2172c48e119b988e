import { expect, test } from 'vitest'
import { parseBoundScope, patternCovers } from './bound-scope.ts'

const O = 'crn://confluent.cloud/organization=o'

test.for([
  [O, 'organization', null],
  [`${O}/environment=e`, 'environment', null],
  [`${O}/environment=e/cloud-cluster=c`, 'cluster', null],
  [`${O}/environment=e/schema-registry=s`, 'registry', null],
  [`${O}/environment=e/cloud-cluster=c/kafka=c/topic=orders`, 'resource', { type: 'Topic', name: 'orders', patternType: 'literal' }],
  [`${O}/environment=e/cloud-cluster=c/kafka=c/topic=orders*`, 'resource', { type: 'Topic', name: 'orders', patternType: 'prefixed' }],
  [`${O}/environment=e/cloud-cluster=c/kafka=c/group=*`, 'resource', { type: 'Group', name: '*', patternType: 'literal' }],
  [
    `${O}/environment=e/cloud-cluster=c/kafka=c/transactional-id=a%2Fb`,
    'resource',
    { type: 'TransactionalId', name: 'a/b', patternType: 'literal' },
  ],
  [`${O}/environment=e/cloud-cluster=c/kafka=c`, 'resource', { type: 'Cluster', name: 'kafka-cluster', patternType: 'literal' }],
  [
    `${O}/environment=e/cloud-cluster=c/kafka=c/kafka=kafka-cluster`,
    'resource',
    { type: 'Cluster', name: 'kafka-cluster', patternType: 'literal' },
  ],
  [
    `${O}/environment=e/cloud-cluster=c/kafka=kafka-cluster`,
    'resource',
    { type: 'Cluster', name: 'kafka-cluster', patternType: 'literal' },
  ],
  [`${O}/environment=e/schema-registry=s/subject=x`, 'resource', { type: 'Subject', name: 'x', patternType: 'literal' }],
  [`${O}/service-account=sa-1`, 'resource', { type: 'ServiceAccount', name: 'sa-1', patternType: 'literal' }],
] as const)('%s is a scope', ([pattern, level, resource]) => {
  expect(parseBoundScope(pattern)).toMatchObject({ level, organization: 'o', resource })
})

test.for([
  'organization=o',
  'crn://example.com/organization=o',
  'crn://confluent.cloud/',
  'crn://confluent.cloud/environment=e',
  `${O}/cloud-cluster=c`,
  `${O}/environment=e/topic=t`,
  `${O}/environment=e/cloud-cluster=c/topic=t`,
  `${O}/environment=e/cloud-cluster=c/kafka=other/topic=t`,
  `${O}/environment=e/cloud-cluster=c/kafka=c/topic=t/topic=u`,
  `${O}/environment=e/cloud-cluster=c/kafka=c/connector=x`,
  `${O}/environment=e/cloud-cluster=c/kafka=c/constructor=x`,
  `${O}/environment=e/cloud-cluster=c/kafka=c/__proto__=x`,
  `${O}/service-account=sa-1/environment=e`,
  `${O}/environment=e/`,
  `${O}/environment=%zz`,
])('%s is none', (pattern) => {
  expect(parseBoundScope(pattern)).toBeNull()
})

test.for([
  ['orders', 'literal', 'orders', 'literal', true],
  ['orders', 'literal', 'orders-eu', 'literal', false],
  ['orders', 'literal', 'orders', 'prefixed', false],
  ['orders', 'prefixed', 'orders-eu', 'literal', true],
  ['orders', 'prefixed', 'orders-eu', 'prefixed', true],
  ['orders', 'prefixed', 'order', 'prefixed', false],
  ['orders', 'prefixed', '*', 'literal', false],
  ['*', 'literal', 'anything', 'prefixed', true],
  ['*', 'literal', '*', 'literal', true],
] as const)('a %s %s pattern covers %s %s: %s', ([name, patternType, wanted, wantedType, covers]) => {
  expect(patternCovers({ type: 'Topic', name, patternType }, { name: wanted, patternType: wantedType })).toBe(covers)
})
