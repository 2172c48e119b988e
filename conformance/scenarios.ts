/**
 * What every client is asked to do. A client answers each name with a result, or says that it does not offer it:
 * silence is a failure. The groups are the columns of docs/clients.md.
 */
export const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

export const GROUPS = {
  topics: [
    'topics.create',
    'topics.describe',
    'topics.configs',
    'topics.alter',
    'topics.partitions',
    'topics.delete',
    'topics.auto-create',
  ],
  'round trip': CODECS.map((codec) => `roundtrip.${codec}`),
  'producer, offsets': ['producer.idempotent', 'list-offsets.timestamp', 'records.delete'],
  groups: ['group.members', 'group.resume', 'group.static', 'group.cooperative'],
  'group offsets': ['offsets.list', 'offsets.reset', 'offsets.delete-group'],
  errors: ['error.unknown-topic', 'error.too-large'],
  'written for others': CODECS.map((codec) => `cross.write.${codec}`),
} as const satisfies Record<string, readonly string[]>

/** The group of the scenarios `cross.read.<topic>`, whose names depend on who wrote. */
export const READ_GROUP = 'read from others'

/** Kafka's own tools have a list of their own, and their own column. */
export const TOOL_GROUP = 'tools'

export const TOOLS: readonly string[] = [
  'broker-api-versions',
  'topics',
  'configs',
  'console',
  'producer-perf',
  'get-offsets',
  'consumer-perf',
  'verifiable',
  'delete-records',
  'consumer-groups',
  'log-dirs',
  'dump-log',
  'topics-delete',
].map((name) => `tool.${name}`)

export const MATRIX: readonly string[] = Object.values(GROUPS).flat()

export function groupOf(scenario: string): string {
  if (scenario.startsWith('cross.read.')) return READ_GROUP
  if (scenario.startsWith('tool.')) return TOOL_GROUP
  const found = Object.entries(GROUPS).find(([, names]) => (names as readonly string[]).includes(scenario))
  return found?.[0] ?? scenario
}
