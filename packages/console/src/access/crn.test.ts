import { expect, test } from 'vitest'
import { scopeInWords } from './crn.ts'

test.for([
  ['crn://confluent.cloud/organization=abc', 'the whole organization'],
  ['crn://confluent.cloud/organization=abc/environment=env-1', 'environment env-1'],
  [
    'crn://confluent.cloud/organization=abc/environment=env-1/cloud-cluster=lkc-1/kafka=lkc-1/topic=orders*',
    'environment env-1, cluster lkc-1, every topic that begins with orders',
  ],
  [
    'crn://confluent.cloud/organization=abc/environment=env-1/schema-registry=lsrc-1/subject=*',
    'environment env-1, Schema Registry lsrc-1, every subject',
  ],
  [
    'crn://confluent.cloud/organization=abc/environment=env-1/cloud-cluster=lkc-1/kafka=lkc-1/group=a%2Fb',
    'environment env-1, cluster lkc-1, consumer group a/b',
  ],
])('%s reads %s', ([crn, words]) => {
  expect(scopeInWords(crn!)).toBe(words)
})
