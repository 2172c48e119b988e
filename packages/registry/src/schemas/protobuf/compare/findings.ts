import type { Incompatibility, SideWords } from '../../contract.ts'

/** Changes that stop a reader, as the registry everyone runs names them. All others (fields, enums, oneofs added, removed, renamed …) stop nobody. */
const DESCRIPTIONS = {
  PACKAGE_CHANGED: (path, { reader, writer }) =>
    `The package at '${path}' in the ${reader} schema does not match the package in the ${writer} schema`,
  MESSAGE_REMOVED: (path, { reader, writer }) => `The ${reader} schema is missing a MESSAGE type at path '${path}' in the ${writer} schema`,
  FIELD_KIND_CHANGED: (path, { reader, writer }) =>
    `The type of a field at path '${path}' in the ${reader} schema does not match the ${writer} schema`,
  FIELD_SCALAR_KIND_CHANGED: (path, { reader, writer }) =>
    `The kind of a SCALAR field at path '${path}' in the ${reader} schema does not match its kind in the ${writer} schema`,
  FIELD_NAMED_TYPE_CHANGED: (path, { reader, writer }) =>
    `The type of a MESSAGE field at path '${path}' in the ${reader} schema does not match its type in the ${writer} schema`,
  REQUIRED_FIELD_ADDED: (path, { reader, writer }) =>
    `A required field  at path '${path}' in the ${reader} schema is missing in the ${writer} schema`,
  REQUIRED_FIELD_REMOVED: (path, { reader, writer }) =>
    `The ${reader} schema is missing a required field at path: '${path}' in the ${writer} schema`,
  ONEOF_FIELD_REMOVED: (path, { reader, writer }) =>
    `The ${reader} schema is missing a oneof field at path '${path}' in the ${writer} schema`,
  MULTIPLE_FIELDS_MOVED_TO_ONEOF: (path, { reader, writer }) =>
    `Multiple fields in the oneof at path '${path}' in the ${reader} schema are outside a oneof in the ${writer} schema`,
  FIELD_MOVED_TO_EXISTING_ONEOF: (path, { reader, writer }) =>
    `A field in the oneof at path '${path}' in the ${reader} schema is outside an existing oneof in the ${writer} schema`,
} as const satisfies Record<string, (path: string, words: SideWords) => string>

export type FindingType = keyof typeof DESCRIPTIONS

export interface Finding {
  readonly type: FindingType
  /** `#/Message/1`, `#/Message/oneof/2` */
  readonly path: string
}

/** Kept of one comparison; what is beyond it tells nobody anything new. */
export const FINDINGS_MAX = 1_000

export function incompatibility({ type, path }: Finding, words: SideWords): Incompatibility {
  return { type, path, message: `{errorType:"${type}", description:"${DESCRIPTIONS[type](path, words)}"}` }
}
