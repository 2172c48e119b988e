import type { ControlCalls } from '@leat/api/calls'
import { flagsOfCrn } from '../role-binding/crn-flags.ts'
import { shellWord } from '../shell-word.ts'

type Explanation = ControlCalls['getExplanation']['answer']
type RoleBinding = Extract<Explanation['remedies'][number], { readonly kind: 'role_binding' }>
type Acl = Explanation['denied_by'][number]

/** The commands that allow what was refused: what has to go first, and then any one of `either`. */
export interface RemedyCommands {
  readonly first: readonly string[]
  readonly either: readonly string[]
}

export function remedyCommands({ cluster_id: cluster, denied_by: denied, remedies }: Explanation): RemedyCommands {
  return {
    first: denied.map((acl) =>
      acl.host === ANY_HOST ? leat('kafka acl delete', [...aclFlags(acl), '--cluster', cluster]) : kafkaTool(acl),
    ),
    either: remedies.map((remedy) =>
      remedy.kind === 'acl'
        ? leat('kafka acl create', [...aclFlags(remedy.acl), '--cluster', cluster])
        : leat('iam rbac role-binding create', bindingFlags(remedy)),
    ),
  }
}

const ANY_HOST = '*'

const RESOURCE_FLAGS: Readonly<Record<string, { readonly leat: string; readonly kafka: string }>> = {
  TOPIC: { leat: '--topic', kafka: '--topic' },
  GROUP: { leat: '--consumer-group', kafka: '--group' },
  TRANSACTIONAL_ID: { leat: '--transactional-id', kafka: '--transactional-id' },
}

function aclFlags({
  permission,
  principal,
  operation,
  resource_type: type,
  resource_name: name,
  pattern_type: pattern,
}: Acl): readonly string[] {
  const flag = RESOURCE_FLAGS[type]?.leat
  return [
    permission === 'DENY' ? '--deny' : '--allow',
    '--principal',
    principal,
    '--operations',
    operation.toLowerCase().replaceAll('_', '-'),
    ...(flag === undefined ? ['--cluster-scope'] : [flag, name]),
    ...(pattern === 'PREFIXED' ? ['--prefix'] : []),
  ]
}

function bindingFlags({ principal, role_name: role, crn_pattern: pattern }: RoleBinding): readonly string[] {
  return ['--principal', principal, '--role', role, ...flagsOfCrn(pattern)]
}

/** Hosts in ACLs come from Kafka's own tools, and only those take them away again; it still needs to be told the cluster. */
function kafkaTool({ principal, host, operation, resource_type: type, resource_name: name, pattern_type: pattern }: Acl): string {
  const flag = RESOURCE_FLAGS[type]?.kafka
  const kafkaWord = operation.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
  const words = ['--remove', '--deny-principal', principal, '--deny-host', host, '--operation', kafkaWord]
  const resource = flag === undefined ? ['--cluster'] : [flag, name]
  return line(['kafka-acls.sh', ...words, ...resource, ...(pattern === 'PREFIXED' ? ['--resource-pattern-type', 'prefixed'] : [])])
}

function leat(path: string, flags: readonly string[]): string {
  return line(['leat', ...path.split(' '), ...flags])
}

function line(words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}
