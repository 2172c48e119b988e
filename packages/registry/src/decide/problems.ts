/** Every refusal of the core, with its code and text: some tools match the text. A subject stands in it without its tenant. */
import type { InvalidSchema, Reference, SchemaType } from '../schemas/contract.ts'
import type { QualifiedSubject } from '../state/contract.ts'
import { contextText, subjectText } from '../state/names.ts'
import type { Problem } from './contract.ts'

const NOT_FOUND = 404
const CONFLICT = 409
const UNPROCESSABLE = 422
const INTERNAL = 500

function problem(status: number, errorCode: number, message: string): Problem {
  return { status, errorCode, message }
}

export const problems = {
  subjectNotFound: (subject: QualifiedSubject) => problem(NOT_FOUND, 40401, `Subject '${subjectText(subject)}' not found.`),
  versionNotFound: (version: number | 'latest') => problem(NOT_FOUND, 40402, `Version ${version === 'latest' ? -1 : version} not found.`),
  schemaNotFound: (which: number | string | null) =>
    problem(NOT_FOUND, 40403, which === null ? 'Schema not found' : `Schema ${which} not found`),
  subjectSoftDeleted: (subject: QualifiedSubject) =>
    problem(NOT_FOUND, 40404, `Subject '${subjectText(subject)}' was soft deleted.Set permanent=true to delete permanently`),
  subjectNotSoftDeleted: (subject: QualifiedSubject) =>
    problem(NOT_FOUND, 40405, `Subject '${subjectText(subject)}' was not deleted first before being permanently deleted`),
  versionSoftDeleted: (subject: QualifiedSubject, version: number | 'latest') =>
    problem(
      NOT_FOUND,
      40406,
      `Subject '${subjectText(subject)}' Version ${version} was soft deleted.Set permanent=true to delete permanently`,
    ),
  versionNotSoftDeleted: (subject: QualifiedSubject, version: number) =>
    problem(
      NOT_FOUND,
      40407,
      `Subject '${subjectText(subject)}' Version ${version} was not deleted first before being permanently deleted`,
    ),
  noConfig: (scope: QualifiedSubject) =>
    problem(NOT_FOUND, 40408, `Subject '${subjectText(scope)}' does not have subject-level compatibility configured`),
  noMode: (scope: QualifiedSubject) =>
    problem(NOT_FOUND, 40409, `Subject '${subjectText(scope)}' does not have subject-level mode configured`),

  incompatible: (subject: QualifiedSubject, findings: readonly string[]) =>
    problem(
      CONFLICT,
      40901,
      `Schema being registered is incompatible with an earlier schema for subject "${subjectText(subject)}", details: [${findings.join(', ')}]`,
    ),

  /** As the cloud answers when a package is full. */
  tooManySchemas: () => problem(UNPROCESSABLE, 403, 'Schema Limit Exceeded'),
  emptySchema: () => problem(UNPROCESSABLE, 42201, 'Empty schema'),
  invalidSchema: (type: SchemaType, { message, line, column }: InvalidSchema) =>
    problem(UNPROCESSABLE, 42201, `Invalid schema of type ${type}, details: ${message}${placeOf(message, line, column)}`),
  missingReference: (type: SchemaType, { subject, version }: Reference) =>
    problem(
      UNPROCESSABLE,
      42201,
      `Invalid schema of type ${type}, details: No schema reference found for subject "${subject}" and version ${version}`,
    ),
  tooManyReferences: (type: SchemaType, max: number) =>
    problem(UNPROCESSABLE, 42201, `Invalid schema of type ${type}, details: it refers to more than ${max} schemas`),
  schemaTimeout: (type: SchemaType, afterMs: number) =>
    problem(UNPROCESSABLE, 42201, `Invalid schema of type ${type}, details: not checked within ${afterMs} ms; make it smaller`),
  keptFieldName: (type: SchemaType, name: string) =>
    problem(UNPROCESSABLE, 42201, `Invalid schema of type ${type}, details: field name "${name}" begins with $$, which is reserved`),
  wrongNextVersion: () => problem(UNPROCESSABLE, 42201, 'Version is not one more than previous version'),
  invalidVersion: (version: string) =>
    problem(
      UNPROCESSABLE,
      42202,
      `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
    ),
  invalidCompatibilityLevel: () =>
    problem(
      UNPROCESSABLE,
      42203,
      'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
    ),
  invalidCompatibilityPolicy: () => problem(UNPROCESSABLE, 42203, 'Invalid compatibility policy. Valid values are strict and lenient'),
  invalidMode: () => problem(UNPROCESSABLE, 42204, 'Invalid mode. Valid values are READWRITE, READONLY, and IMPORT.'),
  notInMode: (subject: QualifiedSubject, mode: 'read-only' | 'import' | 'read-write') => {
    const text = `Subject ${subjectText(subject)} in context ${contextText(subject.context)}`
    return problem(UNPROCESSABLE, 42205, `${text} is ${mode === 'read-only' ? '' : 'not '}in ${mode} mode`)
  },
  overwritesId: (subject: QualifiedSubject, id: number) =>
    problem(UNPROCESSABLE, 42205, `Overwrite new schema with id ${id} in context ${contextText(subject.context)} is not permitted.`),
  existingSubjects: () => problem(UNPROCESSABLE, 42205, 'Cannot import since found existing subjects'),
  modesFixed: () => problem(UNPROCESSABLE, 42205, 'Mode changes are not allowed'),
  forwardIsGlobal: () => problem(UNPROCESSABLE, 42205, 'Forward mode only supported on global level'),
  referenced: (subject: QualifiedSubject, version: number) =>
    problem(
      UNPROCESSABLE,
      42206,
      `One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${subjectText(subject)},version=${version}}.`,
    ),
  invalidSubject: (subject: QualifiedSubject) =>
    problem(UNPROCESSABLE, 42208, `The specified subject '${subjectText(subject)}' is not a valid.`),
  schemaTooLarge: () => problem(UNPROCESSABLE, 42209, 'Register operation failed because schema is too large'),
  invalidRuleSet: (message: string) => problem(UNPROCESSABLE, 42210, message),
  contextNotEmpty: (context: string) => problem(UNPROCESSABLE, 42211, `The specified context '${context}' is not empty.`),

  idsExhausted: () => problem(INTERNAL, 50001, 'Error while registering the schema due to generating an ID that is already in use.'),
} as const satisfies Record<string, (...parts: never[]) => Problem>

/** Where the language's own words do not say it already. */
function placeOf(message: string, line: number | undefined, column: number | undefined): string {
  if (line === undefined || /\bline\b/i.test(message)) return ''
  return ` (line ${line}${column === undefined ? '' : `, column ${column}`})`
}
