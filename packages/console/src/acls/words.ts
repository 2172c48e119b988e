import type { Acl } from './queries.ts'

const WORDS: Readonly<Record<string, string>> = {
  TOPIC: 'topic',
  GROUP: 'consumer group',
  CLUSTER: 'cluster',
  TRANSACTIONAL_ID: 'transactional id',
  DELEGATION_TOKEN: 'delegation token',
}

/** `topic orders`, `every topic that begins with a`, `the cluster`. */
export function onWhat({
  resource_type,
  resource_name,
  pattern_type,
}: Pick<Acl, 'resource_type' | 'resource_name' | 'pattern_type'>): string {
  const word = WORDS[resource_type] ?? resource_type.toLowerCase()
  if (resource_type === 'CLUSTER') return 'the cluster'
  if (resource_name === '*') return `every ${word}`
  return pattern_type === 'PREFIXED' ? `every ${word} that begins with ${resource_name}` : `${word} ${resource_name}`
}
