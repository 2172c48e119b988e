import type { Column, Row } from '../view.ts'

export const ORGANIZATION: readonly Column[] = [
  { key: 'is_current', title: 'Current', mark: true },
  { key: 'id', title: 'ID', whole: true },
  { key: 'name', title: 'Name' },
]

export function organizationRow({ id, display_name: name }: { readonly id: string; readonly display_name: string }, current: string): Row {
  return { is_current: id === current, id, name }
}
