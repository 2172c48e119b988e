import type { ControlCalls } from '@leat/api/calls'
import type { Column, Row } from '../view.ts'

export const ENVIRONMENT: readonly Column[] = [
  { key: 'is_current', title: 'Current', mark: true },
  { key: 'id', title: 'ID', whole: true },
  { key: 'name', title: 'Name' },
  { key: 'stream_governance_package', title: 'Stream Governance Package' },
]

export function environmentRow(environment: ControlCalls['getOrgV2Environment']['answer'], current: string | null): Row {
  return {
    is_current: environment.id === current,
    id: environment.id,
    name: environment.display_name,
    stream_governance_package: environment.stream_governance_config.package,
  }
}

export const PACKAGE_FLAG = {
  'governance-package': { type: 'text', summary: 'Stream Governance package.', choices: ['essentials', 'advanced'] },
} as const

export function governance(chosen: string | undefined): {
  readonly stream_governance_config?: { readonly package: 'ESSENTIALS' | 'ADVANCED' }
} {
  return chosen === undefined ? {} : { stream_governance_config: { package: chosen.toUpperCase() as 'ESSENTIALS' | 'ADVANCED' } }
}
