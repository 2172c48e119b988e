import type { Column, Row } from '../view.ts'

export const SERVICE_ACCOUNT: readonly Column[] = [
  { key: 'id', title: 'ID', whole: true },
  { key: 'name', title: 'Name' },
  { key: 'description', title: 'Description' },
]

interface ServiceAccount {
  readonly id: string
  readonly display_name: string
  readonly description: string
}

export function serviceAccountRow({ id, display_name: name, description }: ServiceAccount): Row {
  return { id, name, description }
}
