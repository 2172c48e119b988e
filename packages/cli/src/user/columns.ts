import type { ControlCalls } from '@leat/api/calls'
import type { Column, Row } from '../view.ts'

export const USER: readonly Column[] = [
  { key: 'id', title: 'ID', whole: true },
  { key: 'name', title: 'Name' },
  { key: 'authentication_method', title: 'Authentication Method' },
  { key: 'email', title: 'Email', whole: true },
]

const METHOD = { AUTH_TYPE_LOCAL: 'Username/Password', AUTH_TYPE_SSO: 'SSO' } as const

export function userRow({ id, full_name: name, auth_type: type, email }: ControlCalls['getIamV2User']['answer']): Row {
  return { id, name, authentication_method: METHOD[type], email }
}
