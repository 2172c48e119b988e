/**
 * What clients are asked to do under authorization: each step as a service account that may not do it, with exactly the ACLs that allow it, and with a role binding that
 * does. The names of steps are those of the programs (`clients/`, mode `steps`).
 */
import type { ErrorKind } from './shown.ts'

export type Resource = 'topic' | 'group' | 'cluster'

/** In the words of Kafka REST. */
export type Right = readonly [operation: string, resource: Resource]

export interface Operation {
  /** What it is called in the results, where several are of one step. */
  readonly name: string
  readonly step: string
  /** Rights it has all along: the operation asks for more than the one under test. */
  readonly given?: readonly Right[]
  /** Exactly what allows it then. */
  readonly acls: readonly Right[]
  /** A role that does, too. */
  readonly role: readonly [role: string, on: Resource]
  /** What a refusal looks like: an error, or that something is not there to see. */
  readonly refused: ErrorKind | { readonly value: string }
  /** What an allowed step answers, where that tells more than that it ended well. */
  readonly answers?: string
  /** What must be there before. Default: a topic with records, and a group with an offset. */
  readonly without?: 'topic'
}

const HIDDEN = { refused: { value: 'absent' }, answers: 'present' } as const
const DESCRIBE_TOPIC: readonly Right[] = [['DESCRIBE', 'topic']]
const READ_TOPIC: readonly Right[] = [['READ', 'topic']]

const topic = (name: string, operation: string, role: string, more: Partial<Operation> = {}): Operation => ({
  name,
  step: name,
  acls: [[operation, 'topic']],
  role: [role, 'topic'],
  refused: 'topic',
  ...more,
})
const group = (name: string, operation: string, role: string, more: Partial<Operation> = {}): Operation => ({
  name,
  step: name,
  acls: [[operation, 'group']],
  role: [role, 'group'],
  refused: 'group',
  ...more,
})
const cluster = (name: string, operation: string, role: string, more: Partial<Operation> = {}): Operation => ({
  name,
  step: name,
  acls: [[operation, 'cluster']],
  role: [role, 'cluster'],
  refused: 'cluster',
  ...more,
})

/** By column of the table. */
export const OPERATIONS: Readonly<Record<string, readonly Operation[]>> = {
  produce: [
    topic('produce', 'WRITE', 'DeveloperWrite', { given: DESCRIBE_TOPIC }),
    topic('produce.idempotent', 'WRITE', 'DeveloperWrite', { given: DESCRIBE_TOPIC, refused: 'cluster' }),
    topic('produce.new-topic', 'CREATE', 'DeveloperManage', { given: [['WRITE', 'topic']], without: 'topic' }),
  ],
  consume: [
    topic('consume.topic', 'READ', 'DeveloperRead', { step: 'consume', given: [['READ', 'group']] }),
    group('consume.group', 'READ', 'DeveloperRead', { step: 'consume', given: READ_TOPIC }),
    topic('fetch', 'READ', 'DeveloperRead', { given: DESCRIBE_TOPIC }),
    topic('offsets.latest', 'DESCRIBE', 'DeveloperRead'),
  ],
  topics: [
    topic('topics.list', 'DESCRIBE', 'DeveloperRead', HIDDEN),
    topic('topics.describe', 'DESCRIBE', 'DeveloperManage'),
    topic('topics.create', 'CREATE', 'DeveloperManage', { without: 'topic' }),
    topic('topics.delete', 'DELETE', 'DeveloperManage'),
    topic('topics.partitions', 'ALTER', 'ResourceOwner'),
    topic('records.delete', 'DELETE', 'DeveloperManage', { given: DESCRIBE_TOPIC }),
  ],
  configs: [topic('configs.describe', 'DESCRIBE_CONFIGS', 'DeveloperManage'), topic('configs.alter', 'ALTER_CONFIGS', 'ResourceOwner')],
  groups: [
    group('groups.list', 'DESCRIBE', 'DeveloperRead', HIDDEN),
    group('groups.describe', 'DESCRIBE', 'DeveloperManage'),
    group('groups.delete', 'DELETE', 'DeveloperManage'),
  ],
  offsets: [
    group('offsets.list', 'DESCRIBE', 'DeveloperRead', { given: DESCRIBE_TOPIC, answers: 'offset 1' }),
    group('offsets.alter', 'READ', 'DeveloperRead', { given: READ_TOPIC }),
    group('offsets.delete', 'DELETE', 'DeveloperManage', { given: READ_TOPIC }),
  ],
  ACLs: [
    cluster('acls.list', 'DESCRIBE', 'Operator', { answers: 'some' }),
    cluster('acls.create', 'ALTER', 'CloudClusterAdmin'),
    cluster('acls.delete', 'ALTER', 'CloudClusterAdmin'),
  ],
  cluster: [cluster('cluster.log-dirs', 'DESCRIBE', 'Operator'), cluster('cluster.reassignments', 'DESCRIBE', 'Operator')],
}

export const LOGINS: readonly string[] = ['wrong secret', 'foreign key', 'revoked key: connection', 'revoked key: login']
export const DENIED = 'produce: denied although allowed'
export const THROTTLES: readonly string[] = ['throttle: rate', 'throttle: time']
