import type { Column, Row } from '../../view.ts'
import type { AclBinding } from './flags.ts'

export const ACL: readonly Column[] = [
  { key: 'principal', title: 'Principal', whole: true },
  { key: 'permission', title: 'Permission' },
  { key: 'operation', title: 'Operation' },
  { key: 'resource_type', title: 'Resource Type' },
  { key: 'resource_name', title: 'Resource Name' },
  { key: 'pattern_type', title: 'Pattern Type' },
]

export function aclRow({ principal, permission, operation, resource_type, resource_name, pattern_type }: AclBinding): Row {
  return { principal, permission, operation, resource_type, resource_name, pattern_type }
}
