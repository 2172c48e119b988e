/**
 * Values of `_schemas`, JSON in this order of fields; absent, null and empty ones are not written.
 *
 *   SCHEMA          subject, version, id, md5, schemaType, references[name, subject, version], metadata, ruleSet, schema, deleted, ts; a 7.x registry leaves out `schemaType` for Avro
 *   CONFIG          subject, alias, aliasForDeks, normalize, validateFields, validateNewSchemas, validateRules, compatibilityLevel, compatibilityPolicy, compatibilityGroup,
 *                   defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet
 *   MODE            subject, mode
 *   DELETE_SUBJECT  subject, version         marks the versions up to this one deleted, in memory alone
 *   CLEAR_SUBJECT   subject                  forgets the soft-deleted versions of the scope
 *   CONTEXT         tenant, context
 *   NOOP            maxId                    ours: the highest id that the context ever gave, written before the record that holds it goes
 */
import type { RegistryConfig, CompatibilityLevel, Mode } from '../state/contract.ts'
import type { CompatibilityPolicy, Reference, SchemaType } from '../schemas/contract.ts'
import type { Metadata, RuleSet } from '../governance/contract.ts'
import { printMetadata, printRuleSet, readMetadata, readRuleSet } from './governance-values.ts'
import { javaArray, javaObject, javaString } from './java-json.ts'
import {
  type JsonObject,
  BadRecord,
  asArray,
  asBoolean,
  asInt,
  asLong,
  asObject,
  asOneOf,
  asString,
  asVersion,
  optional,
  present,
} from './read.ts'

const SCHEMA_TYPES = ['AVRO', 'JSON', 'PROTOBUF'] as const satisfies readonly SchemaType[]
export const COMPATIBILITY_LEVELS = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const satisfies readonly CompatibilityLevel[]
export const COMPATIBILITY_POLICIES = ['STRICT', 'LENIENT'] as const satisfies readonly CompatibilityPolicy[]
export const MODES = ['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT', 'FORWARD'] as const satisfies readonly Mode[]

export interface SchemaValue {
  readonly subject: string
  readonly version: number
  readonly id: number
  /** Base64; there only when the metadata is encrypted, whose hash it then carries. */
  readonly md5?: string
  readonly schemaType?: SchemaType
  readonly references?: readonly Reference[]
  readonly metadata?: Metadata
  readonly ruleSet?: RuleSet
  readonly schema: string
  readonly deleted: boolean
  readonly ts?: number
}

export function printSchemaValue(value: SchemaValue): string {
  const { references, metadata, ruleSet } = value
  return javaObject([
    ['subject', javaString(value.subject)],
    ['version', String(value.version)],
    ['id', String(value.id)],
    ['md5', value.md5 === undefined ? undefined : javaString(value.md5)],
    ['schemaType', value.schemaType === undefined ? undefined : `"${value.schemaType}"`],
    ['references', references === undefined || references.length === 0 ? undefined : javaArray(references.map(printReference))],
    ['metadata', metadata === undefined ? undefined : printMetadata(metadata)],
    ['ruleSet', ruleSet === undefined ? undefined : printRuleSet(ruleSet)],
    ['schema', javaString(value.schema)],
    ['deleted', String(value.deleted)],
    ['ts', value.ts === undefined ? undefined : String(value.ts)],
  ])
}

function printReference({ name, subject, version }: Reference): string {
  return `{"name":${javaString(name)},"subject":${javaString(subject)},"version":${version}}`
}

export function printConfigValue(subject: string | null, config: RegistryConfig): string {
  const text = (value: string | undefined): string | undefined => (value === undefined ? undefined : javaString(value))
  const flag = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : String(value))
  const metadata = (value: Metadata | undefined): string | undefined => (value === undefined ? undefined : printMetadata(value))
  const ruleSet = (value: RuleSet | undefined): string | undefined => (value === undefined ? undefined : printRuleSet(value))
  return javaObject([
    ['subject', text(subject ?? undefined)],
    ['alias', text(config.alias)],
    ['aliasForDeks', text(config.aliasForDeks)],
    ['normalize', flag(config.normalize)],
    ['validateFields', flag(config.validateFields)],
    ['validateNewSchemas', flag(config.validateNewSchemas)],
    ['validateRules', flag(config.validateRules)],
    ['compatibilityLevel', text(config.compatibilityLevel)],
    ['compatibilityPolicy', text(config.compatibilityPolicy)],
    ['compatibilityGroup', text(config.compatibilityGroup)],
    ['defaultMetadata', metadata(config.defaultMetadata)],
    ['overrideMetadata', metadata(config.overrideMetadata)],
    ['defaultRuleSet', ruleSet(config.defaultRuleSet)],
    ['overrideRuleSet', ruleSet(config.overrideRuleSet)],
  ])
}

export function printModeValue(subject: string | null, mode: Mode): string {
  return javaObject([
    ['subject', subject === null ? undefined : javaString(subject)],
    ['mode', `"${mode}"`],
  ])
}

/** Undefined: it cannot be read. The subject and version are those of the key. */
export function readSchemaValue(value: unknown): Omit<SchemaValue, 'subject' | 'version'> | undefined {
  return reading(value, (object) => ({
    ...present<Pick<SchemaValue, 'md5' | 'schemaType' | 'references' | 'metadata' | 'ruleSet' | 'ts'>>({
      md5: optional(object, 'md5', asString),
      schemaType: optional(object, 'schemaType', asOneOf(SCHEMA_TYPES)),
      references: optional(object, 'references', (list) => asArray(list, readReference)),
      metadata: optional(object, 'metadata', readMetadata),
      ruleSet: optional(object, 'ruleSet', readRuleSet),
      ts: optional(object, 'ts', asLong),
    }),
    id: asInt(object['id']),
    schema: asString(object['schema']),
    deleted: optional(object, 'deleted', asBoolean) ?? false,
  }))
}

function readReference(value: unknown): Reference {
  const reference = asObject(value)
  return { name: asString(reference['name']), subject: asString(reference['subject']), version: asVersion(reference['version']) }
}

export function readConfigValue(value: unknown): RegistryConfig | undefined {
  return reading(value, (object) =>
    present<RegistryConfig>({
      alias: optional(object, 'alias', asString),
      aliasForDeks: optional(object, 'aliasForDeks', asString),
      normalize: optional(object, 'normalize', asBoolean),
      validateFields: optional(object, 'validateFields', asBoolean),
      validateNewSchemas: optional(object, 'validateNewSchemas', asBoolean),
      validateRules: optional(object, 'validateRules', asBoolean),
      compatibilityLevel: optional(object, 'compatibilityLevel', asOneOf(COMPATIBILITY_LEVELS)),
      // A newer registry may know more policies: the rest of the config holds all the same.
      compatibilityPolicy: COMPATIBILITY_POLICIES.find((policy) => policy === object['compatibilityPolicy']),
      compatibilityGroup: optional(object, 'compatibilityGroup', asString),
      defaultMetadata: optional(object, 'defaultMetadata', readMetadata),
      overrideMetadata: optional(object, 'overrideMetadata', readMetadata),
      defaultRuleSet: optional(object, 'defaultRuleSet', readRuleSet),
      overrideRuleSet: optional(object, 'overrideRuleSet', readRuleSet),
    }),
  )
}

export function readModeValue(value: unknown): Mode | undefined {
  return reading(value, (object) => asOneOf(MODES)(object['mode']))
}

/** The version up to which a DELETE_SUBJECT deletes. */
export function readWatermark(value: unknown): number | undefined {
  return reading(value, (object) => asInt(object['version']))
}

export function readMaxId(value: unknown): number | undefined {
  return reading(value, (object) => asInt(object['maxId']))
}

function reading<T>(value: unknown, read: (object: JsonObject) => T): T | undefined {
  try {
    return read(asObject(value))
  } catch (error) {
    if (error instanceof BadRecord) return undefined
    throw error
  }
}
