import type { Incompatibility, SideWords } from '../contract.ts'
import type { Comparison } from './compare.ts'
import type { Finding } from './findings.ts'

/** What the registry's API says of a comparison. */
export function incompatibilitiesOf(comparison: Comparison, words: SideWords): readonly Incompatibility[] {
  switch (comparison.kind) {
    case 'compared':
      return comparison.findings.map((finding) => ({ type: finding.type, path: finding.path, message: messageOf(finding, words) }))
    case 'ambiguous':
      return [unexpected('READER_FIELD_AMBIGUOUS', comparison.message)]
    case 'over-limit':
      return [unexpected('LIMIT_EXCEEDED', comparison.message)]
  }
}

/** Both types are ours: where the known registry meets an exception it says so in these words, without a type. */
function unexpected(type: string, message: string): Incompatibility {
  return { type, path: '/', message: `Unexpected exception during compatibility check: ${message}` }
}

function messageOf(finding: Finding, words: SideWords): string {
  return `{errorType:'${finding.type}', description:'${descriptionOf(finding, words)}', additionalInfo:'${finding.info}'}`
}

function descriptionOf({ type, path, info }: Finding, { reader, writer }: SideWords): string {
  switch (type) {
    case 'FIXED_SIZE_MISMATCH':
      return `The size of FIXED type field at path '${path}' in the ${reader} schema does not match with the ${writer} schema`
    case 'TYPE_MISMATCH':
      return `The type (path '${path}') of a field in the ${reader} schema does not match with the ${writer} schema`
    case 'NAME_MISMATCH':
      return `The name of the schema has changed (path '${path}')`
    case 'MISSING_ENUM_SYMBOLS':
      return `The ${reader} schema is missing enum symbols '${info}' at path '${path}' in the ${writer} schema`
    case 'MISSING_UNION_BRANCH':
      return `The ${reader} schema is missing a type inside a union field at path '${path}' in the ${writer} schema`
    case 'READER_FIELD_MISSING_DEFAULT_VALUE':
      return `The field '${info}' at path '${path}' in the ${reader} schema has no default value and is missing in the ${writer} schema`
  }
}
