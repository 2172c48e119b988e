const WORDS: Readonly<Record<string, string>> = {
  organization: 'organization',
  environment: 'environment',
  'cloud-cluster': 'cluster',
  kafka: 'Kafka',
  'schema-registry': 'Schema Registry',
  topic: 'topic',
  group: 'consumer group',
  'transactional-id': 'transactional id',
  subject: 'subject',
}

/** `crn://confluent.cloud/organization=…/environment=env-1/topic=a*` reads `environment env-1, topics that begin with a`. */
export function scopeInWords(crn: string): string {
  const parts = crn
    .replace(/^crn:\/\/[^/]*\//, '')
    .split('/')
    .map((part) => part.split('=') as [string, string | undefined])
    .filter(([kind]) => kind !== 'organization' && kind !== 'kafka')
  if (parts.length === 0) return 'the whole organization'
  return parts
    .map(([kind, value = '']) => {
      const word = WORDS[kind] ?? kind
      const name = decodeURIComponent(value)
      if (name === '*') return `every ${word}`
      return name.endsWith('*') ? `every ${word} that begins with ${name.slice(0, -1)}` : `${word} ${name}`
    })
    .join(', ')
}
