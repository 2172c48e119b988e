const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  topic: 'Topic',
  group: 'Group',
  'transactional-id': 'TransactionalId',
  subject: 'Subject',
}

/** The flags of the role-binding commands that mean a CRN pattern: the inverse of `crnPattern`. */
export function flagsOfCrn(pattern: string): readonly string[] {
  const parts = pattern
    .split('/')
    .slice(3)
    .map((part) => part.split('=') as [type: string, name: string])
  const named = new Map(parts)
  const resource = parts.find(([type]) => type in RESOURCE_TYPES)
  const environment = named.get('environment')
  const kafka = named.get('cloud-cluster')
  const registry = named.get('schema-registry')
  return [
    ...(environment === undefined ? [] : ['--environment', environment]),
    ...(kafka === undefined ? [] : [named.has('kafka') ? '--kafka-cluster' : '--cloud-cluster', kafka]),
    ...(registry === undefined ? [] : ['--schema-registry-cluster', registry]),
    ...(resource === undefined ? [] : resourceFlags(...resource)),
  ]
}

function resourceFlags(type: string, name: string): readonly string[] {
  const isPrefix = /.\*$/.test(name)
  const plain = decodeURIComponent(isPrefix ? name.slice(0, -1) : name)
  return ['--resource', `${RESOURCE_TYPES[type]!}:${plain}`, ...(isPrefix ? ['--prefix'] : [])]
}
