import { expect, test } from 'vitest'
import { remedyCommands } from './remedies.ts'

const ACL = {
  principal: 'User:sa-1',
  host: '*',
  operation: 'DESCRIBE_CONFIGS',
  permission: 'DENY',
  resource_type: 'TOPIC',
  resource_name: "it's",
  pattern_type: 'PREFIXED',
}
const EXPLANATION = { cluster_id: 'lkc-1', denied_by: [], remedies: [] }

const first = (acl: Partial<typeof ACL>): string | undefined =>
  remedyCommands({ ...EXPLANATION, denied_by: [{ ...ACL, ...acl }] } as unknown as Parameters<typeof remedyCommands>[0]).first[0]

test.for([
  [{}, `leat kafka acl delete --deny --principal User:sa-1 --operations describe-configs --topic 'it'\\''s' --prefix --cluster lkc-1`],
  [
    { resource_type: 'CLUSTER', resource_name: 'kafka-cluster', pattern_type: 'LITERAL' },
    'leat kafka acl delete --deny --principal User:sa-1 --operations describe-configs --cluster-scope --cluster lkc-1',
  ],
  [
    { resource_type: 'GROUP', resource_name: '*', pattern_type: 'LITERAL', operation: 'READ' },
    "leat kafka acl delete --deny --principal User:sa-1 --operations read --consumer-group '*' --cluster lkc-1",
  ],
  [
    { host: '10.0.0.1', resource_name: 'orders' },
    'kafka-acls.sh --remove --deny-principal User:sa-1 --deny-host 10.0.0.1 --operation DescribeConfigs --topic orders --resource-pattern-type prefixed',
  ],
] as const)('%o', ([acl, command]) => {
  expect(first(acl)).toBe(command)
})
