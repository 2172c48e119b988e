import type { Problem } from '../decide/contract.ts'

/** By what a finding says: types of changes as the registry everyone runs names them, and which side lacks what. First come, first told. */
const ADVICE: readonly (readonly [finding: RegExp, advice: string])[] = [
  [/different schema type/, 'register a schema of another format under another subject'],
  [/READER_FIELD_MISSING_DEFAULT_VALUE[^}]* in the new schema has no default/, 'give the field a default value'],
  [/READER_FIELD_MISSING_DEFAULT_VALUE/, 'keep the field, because readers of the old schema have no default value for it'],
  [/MISSING_ENUM_SYMBOLS/, 'keep the symbols of the enum on both sides, or give the enum a default'],
  [/MISSING_UNION_BRANCH/, 'keep all branches of the union'],
  [/NAME_MISMATCH/, 'keep the name, or give the old one as an alias'],
  [/TYPE_MISMATCH|FIXED_SIZE_MISMATCH/, 'keep the type and add a field of another name with a default value'],
  [
    /(OPTIONAL_PROPERTY|WITH_DEFAULT)_ADDED_TO_OPEN_CONTENT_MODEL/,
    'an open object may have had any value there: set compatibilityPolicy LENIENT (PUT /config/{subject}), or say additionalProperties false from the first version on',
  ],
  [/PROPERTY_REMOVED_(FROM_CLOSED|NOT_COVERED)/, 'keep the property, or allow it in additionalProperties'],
  [/REQUIRED_(ATTRIBUTE|PROPERTY)_ADDED/, 'do not require the property, or give the property a default value'],
  [/ENUM_ARRAY_/, 'keep all values of the enum'],
  [/FIELD_(KIND|SCALAR_KIND|NAMED_TYPE)_CHANGED/, 'keep the field and add a field with another name and number'],
  [/REQUIRED_FIELD_(ADDED|REMOVED)/, 'make the field optional instead'],
  [/ONEOF/, 'leave fields in the oneof, or outside of it, where they were'],
  [/MESSAGE_REMOVED/, 'keep the message'],
  [/PACKAGE_CHANGED/, 'keep the package'],
  [/TYPE_(CHANGED|NARROWED)|_ADDED|_INCREASED|_DECREASED/, 'allow what was allowed before'],
]
/** Pieces of advice in one message. */
const ADVICE_MAX = 3
const OTHERWISE = 'take another subject, or a compatibility level that allows the change (PUT /config/{subject})'

/** An incompatible schema: behind the words that tools know stands what to do. */
export function withAdvice(problem: Problem): Problem {
  // The old schema is quoted in it, and may hold any words.
  const findings = problem.message.split('{oldSchemaVersion:')[0]!
  const advice = ADVICE.filter(([finding]) => finding.test(findings)).map(([, text]) => text)
  const chosen = [...advice.slice(0, ADVICE_MAX), OTHERWISE].join('; or ')
  return { ...problem, message: `${problem.message}. What to do: ${chosen}` }
}
