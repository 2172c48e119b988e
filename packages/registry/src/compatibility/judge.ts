/** What the outcomes of comparisons say, in the words of the API. */
import type { SchemaJobOutcome } from '../schemas/work.ts'
import type { Comparison, ComparisonPlan, Verdict } from './contract.ts'

/** Of an old schema within a message, in characters. */
const OLD_SCHEMA_LENGTH_MAX = 10 * 1024

const DIFFERENT_TYPE = 'Incompatible because of different schema type'

/** Messages of one comparison; empty: compatible. `outcomes` are those of `comparisonJobs`, in order. A stored schema that cannot be read any more stops nothing silently: it is told. */
export function comparisonMessages(plan: ComparisonPlan, comparison: Comparison, outcomes: readonly SchemaJobOutcome[]): readonly string[] {
  if (comparison.version.schemaType !== plan.candidate.schemaType) return [DIFFERENT_TYPE]
  const { version, schema } = comparison.version
  const findings = outcomes.map(findingsOf)
  const all = findings.flat()
  // Java tells about the old schema after the findings of the last direction, and only when that one has any.
  if ((findings.at(-1)?.length ?? 0) === 0) return all
  return [...all, `{oldSchemaVersion: ${version}}`, oldSchema(schema)]
}

function findingsOf(outcome: SchemaJobOutcome): readonly string[] {
  switch (outcome.kind) {
    case 'compared':
      return outcome.incompatibilities.map(({ message }) => message)
    case 'invalid':
      return [`Unexpected exception during compatibility check: ${outcome.problem.message}`]
    case 'parsed':
    case 'formatted':
      return []
  }
}

function oldSchema(schema: string): string {
  return schema.length <= OLD_SCHEMA_LENGTH_MAX
    ? `{oldSchema: '${schema}'}`
    : `{oldSchema: <truncated> '${schema.slice(0, OLD_SCHEMA_LENGTH_MAX)}...'}`
}

/** `failing`: messages of the first comparison that has any. */
export function judge(plan: ComparisonPlan, failing: readonly string[]): Verdict {
  const findings = [...plan.reserved, ...failing]
  return findings.length === 0 ? [] : [...findings, `{validateFields: '${plan.validateFields}', compatibility: '${plan.level}'}`]
}
