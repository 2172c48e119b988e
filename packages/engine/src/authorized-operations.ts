/**
 * Bit fields of `authorized_operations` (KIP-430). The engine itself forbids nothing, so each has all operations that exist for its kind of
 * resource; the edge narrows them to what the principal may do.
 */
const OPERATION = {
  READ: 3,
  WRITE: 4,
  CREATE: 5,
  DELETE: 6,
  ALTER: 7,
  DESCRIBE: 8,
  CLUSTER_ACTION: 9,
  DESCRIBE_CONFIGS: 10,
  ALTER_CONFIGS: 11,
  IDEMPOTENT_WRITE: 12,
} as const

function bits(...operations: (keyof typeof OPERATION)[]): number {
  return operations.reduce((sum, name) => sum | (1 << OPERATION[name]), 0)
}

export const TOPIC_OPERATIONS = bits('READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER', 'DESCRIBE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS')
export const CLUSTER_OPERATIONS = bits(
  'CREATE',
  'ALTER',
  'DESCRIBE',
  'CLUSTER_ACTION',
  'DESCRIBE_CONFIGS',
  'ALTER_CONFIGS',
  'IDEMPOTENT_WRITE',
)
/** Not asked for. */
export const NO_OPERATIONS = -2147483648
