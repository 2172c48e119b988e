import { fail, ok, type Result } from '@leat/base'
import type { RegisterSchemaRequest } from '../api/entities.ts'
import type { Problem } from '../decide/contract.ts'
import type { Metadata, RuleSet, UncheckedRuleSet } from '../governance/contract.ts'
import type { Reference, SchemaType } from '../schemas/contract.ts'
import { SCHEMA_TYPES } from '../schemas/index.ts'
import { isGiven } from './given.ts'
import { invalidType } from '../service/problems.ts'

export interface SchemaInBody {
  readonly schema: string
  readonly schemaType: SchemaType
  readonly references: readonly Reference[]
  readonly metadata: Metadata | null
  readonly ruleSet: UncheckedRuleSet | null
}

/** What a request says of a schema. No type is AVRO. */
export function schemaIn(body: RegisterSchemaRequest): Result<SchemaInBody, Problem> {
  const { schemaType, schema, references, metadata, ruleSet } = body
  const type = isGiven(schemaType) && schemaType !== '' ? schemaType : 'AVRO'
  if (!isSchemaType(type)) return fail(invalidType(type))
  if (hasTags(body.schemaTagsToAdd) || hasTags(body.schemaTagsToRemove) || body.propagateSchemaTags === true) return fail(NO_TAGS)
  return ok({
    schema: schema ?? '',
    schemaType: type,
    references: (references ?? []).map(({ name, subject, version }) => ({ name, subject, version })),
    metadata: metadataIn(metadata),
    ruleSet: ruleSetIn(ruleSet),
  })
}

/** Tags within schemas are the catalog's, which Leat does not have; registering without them would lose them silently. */
export const NO_TAGS: Problem = {
  status: 422,
  errorCode: 42_205,
  message:
    'Tags within schemas are not supported: leave out schemaTagsToAdd, schemaTagsToRemove and propagateSchemaTags, or write the tags into the schema',
}

export function hasTags(tags: readonly unknown[] | null | undefined): boolean {
  return isGiven(tags) && tags.length > 0
}

function isSchemaType(type: string): type is SchemaType {
  return (SCHEMA_TYPES as readonly string[]).includes(type)
}

/** Null and absent are the same, and what is empty stays: it is hashed differently from none. */
export function metadataIn(given: RegisterSchemaRequest['metadata']): Metadata | null {
  if (!isGiven(given)) return null
  const { tags, properties, sensitive } = given
  return { ...present({ tags }), ...present({ properties }), ...present({ sensitive }) }
}

export function ruleSetIn(given: RegisterSchemaRequest['ruleSet']): UncheckedRuleSet | null {
  if (!isGiven(given)) return null
  const { migrationRules, domainRules, encodingRules, enableAt } = given
  return { ...present({ migrationRules }), ...present({ domainRules }), ...present({ encodingRules }), ...present({ enableAt }) }
}

type Present<T> = { readonly [K in keyof T]?: NonNullable<T[K]> }

/** Without what is null. */
function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isGiven(value))) as Present<T>
}

/** For lookups: what was never registered cannot be found, so nothing is refused. */
export function lookedUpRuleSet(given: UncheckedRuleSet | null): RuleSet | null {
  return given as RuleSet | null
}
