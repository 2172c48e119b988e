import type { ControlCalls } from '@leat/api/calls'
import { keysFor, type LoginContext } from '../config/model.ts'
import type { Column, Row } from '../view.ts'
import { resourceOf } from './resource.ts'

export const API_KEY: readonly Column[] = [
  { key: 'is_current', title: 'Current', mark: true },
  { key: 'key', title: 'Key', whole: true },
  { key: 'description', title: 'Description' },
  { key: 'owner', title: 'Owner', whole: true },
  { key: 'owner_email', title: 'Owner Email', extra: true },
  { key: 'resource_type', title: 'Resource Type', extra: true },
  { key: 'resource', title: 'Resource', whole: true },
  { key: 'created', title: 'Created', whole: true, extra: true },
]

/** `emails`: of users by their id. */
export function apiKeyRow(key: ControlCalls['getIamV2ApiKey']['answer'], login: LoginContext, emails: ReadonlyMap<string, string>): Row {
  const { spec, metadata } = key
  const resource = resourceOf(key)
  return {
    is_current: keysFor(login, resource.keptUnder).current === key.id,
    key: key.id,
    description: spec.description,
    owner: spec.owner.id,
    owner_email: spec.owner.id.startsWith('sa-') ? '<service account>' : (emails.get(spec.owner.id) ?? '<deactivated user>'),
    resource_type: resource.type,
    resource: resource.id,
    created: metadata.created_at,
  }
}
