/** Which versions a schema is compared with, and how. Nothing is compared here. */
import { unreachable } from '@leat/base'
import type { SchemaJob } from '../schemas/work.ts'
import type { CompatibilityLevel, ConfigInScope, QualifiedSubject, RegistryState, StoredVersion } from '../state/contract.ts'
import { version, versions } from '../state/lookups.ts'
import { resolvedOf } from '../state/references.ts'
import type { Candidate, Comparison, ComparisonPlan, Direction } from './contract.ts'
import { reservedFindings } from './reserved.ts'

/** What a new schema of the subject may be compared with, ascending; only the latest where nothing else can be asked for. */
export function previousVersions(state: RegistryState, config: ConfigInScope, subject: QualifiedSubject): readonly StoredVersion[] {
  if (isTransitive(config.compatibilityLevel) || config.compatibilityGroup !== undefined) return versions(state, subject, 'active')
  const latest = version(state, subject, 'latest', 'active')
  return latest === null ? [] : [latest]
}

/** `previous`: those not deleted, ascending; for a check against one version that one alone. */
export function comparisonPlan(config: ConfigInScope, candidate: Candidate, previous: readonly StoredVersion[]): ComparisonPlan {
  const level = config.compatibilityLevel
  const validateFields = config.validateFields ?? false
  return {
    candidate,
    level,
    policy: config.compatibilityPolicy ?? 'STRICT',
    validateFields,
    comparisons: chosen(config, candidate, previous).map((old) => ({
      version: old,
      directions: old.schemaType === candidate.schemaType ? DIRECTIONS[level] : [],
    })),
    reserved: validateFields ? reservedFindings(candidate, previous.at(-1) ?? null) : [],
  }
}

/** Newest first. Within a group, the latest is the latest of the group. */
function chosen(config: ConfigInScope, candidate: Candidate, previous: readonly StoredVersion[]): readonly StoredVersion[] {
  const level = config.compatibilityLevel
  if (level === 'NONE') return []
  const group = config.compatibilityGroup
  const grouped =
    group === undefined ? previous : previous.filter(({ metadata }) => groupOf(metadata, group) === groupOf(candidate.metadata, group))
  return isTransitive(level) ? grouped.toReversed() : grouped.slice(-1)
}

function groupOf(metadata: Candidate['metadata'], group: string): string | undefined {
  const properties = metadata?.properties
  return properties !== undefined && Object.hasOwn(properties, group) ? properties[group] : undefined
}

function isTransitive(level: CompatibilityLevel): boolean {
  return level.endsWith('_TRANSITIVE')
}

/** FULL tells first what the old schema cannot read of the new data. */
const DIRECTIONS: Readonly<Record<CompatibilityLevel, readonly Direction[]>> = {
  NONE: [],
  BACKWARD: ['backward'],
  BACKWARD_TRANSITIVE: ['backward'],
  FORWARD: ['forward'],
  FORWARD_TRANSITIVE: ['forward'],
  FULL: ['forward', 'backward'],
  FULL_TRANSITIVE: ['forward', 'backward'],
}

/** One job per direction, in order. None when the types differ. */
export function comparisonJobs(state: RegistryState, plan: ComparisonPlan, comparison: Comparison): readonly SchemaJob[] {
  const { candidate, policy } = plan
  const { version: old, directions } = comparison
  const fresh = { schema: candidate.facts.schema, references: candidate.facts.references, resolved: candidate.resolved }
  const stored = { schema: old.schema, references: old.references, resolved: resolvedOf(state, old) }
  return directions.map((direction): SchemaJob => {
    const common = { kind: 'compare', type: candidate.schemaType, policy } as const
    switch (direction) {
      case 'backward':
        return { ...common, reader: fresh, writer: stored, words: { reader: 'new', writer: 'old' } }
      case 'forward':
        return { ...common, reader: stored, writer: fresh, words: { reader: 'old', writer: 'new' } }
      default:
        return unreachable(direction)
    }
  })
}
