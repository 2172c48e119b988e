import type { Basis } from './contract.ts'
import type { QualifiedSubject, RegistryState } from '../state/contract.ts'
import { registryOf, subjectIn, tenantOf } from '../state/model.ts'
import { recordText, subjectOfRecord } from '../state/names.ts'

export function basisOf(state: RegistryState, tenant: string, subjects: readonly QualifiedSubject[]): Basis {
  return {
    state,
    settings: settingsOf(state, tenant),
    subjects: new Map(subjects.map((subject) => [recordText(subject), changeOf(state, subject)])),
  }
}

/** Nothing that was looked at has changed since. Another state object may hold anything. */
export function holds(state: RegistryState, tenant: string, basis: Basis): boolean {
  if (state !== basis.state || settingsOf(state, tenant) !== basis.settings) return false
  return [...basis.subjects].every(([text, change]) => changeOf(state, subjectOfRecord(text, state.options)) === change)
}

function settingsOf(state: RegistryState, tenant: string): number {
  return tenantOf(registryOf(state), tenant)?.settingsChanged ?? 0
}

function changeOf(state: RegistryState, subject: QualifiedSubject): number {
  return subjectIn(registryOf(state), subject)?.changed ?? 0
}
