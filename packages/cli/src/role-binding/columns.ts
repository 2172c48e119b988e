import type { ControlCalls } from '@leat/api/calls'
import type { Column, Row } from '../view.ts'

export type RoleBinding = ControlCalls['getIamV2RoleBinding']['answer']

export const ROLE_BINDING: readonly Column[] = [
  { key: 'id', title: 'ID', whole: true },
  { key: 'principal', title: 'Principal', whole: true },
  { key: 'name', title: 'Name', extra: true },
  { key: 'role', title: 'Role', whole: true },
  { key: 'environment', title: 'Environment', whole: true },
  { key: 'cloud_cluster', title: 'Cluster', whole: true },
  { key: 'resource_type', title: 'Resource Type', extra: true },
  { key: 'resource', title: 'Resource', whole: true },
  { key: 'pattern_type', title: 'Pattern Type', extra: true },
]

const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  topic: 'Topic',
  group: 'Group',
  'transactional-id': 'TransactionalId',
  subject: 'Subject',
  'service-account': 'ServiceAccount',
}

function resourceOf(type: string, name: string): Row {
  const isPrefix = /.\*$/.test(name)
  return {
    resource_type: RESOURCE_TYPES[type],
    resource: decodeURIComponent(isPrefix ? name.slice(0, -1) : name),
    pattern_type: isPrefix ? 'PREFIXED' : 'LITERAL',
  }
}

/** `names`: of users and service accounts by id. */
export function roleBindingRow(binding: RoleBinding, names: ReadonlyMap<string, string>): Row {
  const parts = new Map(
    binding.crn_pattern
      .replace(/^crn:\/\/[^/]*\//, '')
      .split('/')
      .map((part) => part.split('=') as [string, string]),
  )
  const [type = '', name = ''] = [...parts].find(([part]) => part in RESOURCE_TYPES) ?? []
  return {
    id: binding.id,
    principal: binding.principal,
    name: names.get(binding.principal.replace(/^\w+:/, '')),
    role: binding.role_name,
    environment: parts.get('environment'),
    cloud_cluster: parts.get('cloud-cluster') ?? parts.get('schema-registry'),
    ...(type === '' ? {} : resourceOf(type, name)),
  }
}
