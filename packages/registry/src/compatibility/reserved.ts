import type { Metadata } from '../governance/contract.ts'
import type { StoredVersion } from '../state/contract.ts'
import type { Candidate } from './contract.ts'

/** Names, split by commas, that no version may use as a top-level field and no later one may take off the list. */
const PROPERTY = 'confluent:reserved'

export function reservedFindings(candidate: Candidate, previous: StoredVersion | null): readonly string[] {
  const reserved = reservedNames(candidate.metadata)
  const removed = previous === null ? [] : reservedNames(previous.metadata).filter((name) => !reserved.includes(name))
  return [
    ...removed.map(
      (name) => `The new schema has reserved field ${name} removed from its metadata which is present in the old schema's metadata.`,
    ),
    ...reserved
      .filter((name) => candidate.facts.fieldNames.includes(name))
      .map((name) => `The new schema has field that conflicts with the reserved field ${name}.`),
  ]
}

function reservedNames(metadata: Metadata | null): readonly string[] {
  const text =
    metadata?.properties !== undefined && Object.hasOwn(metadata.properties, PROPERTY) ? metadata.properties[PROPERTY] : undefined
  const names = (text ?? '').split(',').map((name) => name.trim())
  return [...new Set(names.filter((name) => name !== ''))]
}

/** Names that connectors and serializers keep for themselves; checked with `validateFields`. Null: there is none. */
export function invalidFieldName(fieldNames: readonly string[]): string | null {
  return fieldNames.find((name) => name.startsWith(KEPT_PREFIX)) ?? null
}

const KEPT_PREFIX = '$$'
