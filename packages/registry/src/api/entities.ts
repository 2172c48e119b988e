import * as v from 'valibot'

/** What stands in bodies and answers. Jackson takes null for absent everywhere, and so do clients: so does this. Unknown properties are told by `http/unknown-fields.ts`. */
const int = v.pipe(v.number(), v.integer())
const strings = v.array(v.string())

const Reference = v.looseObject({ name: v.string(), subject: v.string(), version: int })

const Metadata = v.looseObject({
  tags: v.nullish(v.record(v.string(), strings)),
  properties: v.nullish(v.record(v.string(), v.string())),
  sensitive: v.nullish(strings),
})

const Rule = v.looseObject({
  name: v.nullish(v.string()),
  doc: v.nullish(v.string()),
  kind: v.nullish(v.string()),
  mode: v.nullish(v.string()),
  type: v.nullish(v.string()),
  tags: v.nullish(strings),
  params: v.nullish(v.record(v.string(), v.string())),
  expr: v.nullish(v.string()),
  onSuccess: v.nullish(v.string()),
  onFailure: v.nullish(v.string()),
  disabled: v.nullish(v.boolean()),
})

const rules = v.nullish(v.array(Rule))
const RuleSet = v.looseObject({
  migrationRules: rules,
  domainRules: rules,
  encodingRules: rules,
  enableAt: v.nullish(v.string()),
})

const SchemaEntity = v.looseObject({ entityPath: v.nullish(v.string()), entityType: v.nullish(v.string()) })
const SchemaTags = v.array(v.looseObject({ schemaEntity: v.nullish(SchemaEntity), tags: v.nullish(strings) }))

export const RegisterSchemaRequest = v.looseObject({
  version: v.nullish(int),
  id: v.nullish(int),
  schemaType: v.nullish(v.string()),
  references: v.nullish(v.array(Reference)),
  metadata: v.nullish(Metadata),
  ruleSet: v.nullish(RuleSet),
  schema: v.nullish(v.string()),
  schemaTagsToAdd: v.nullish(SchemaTags),
  schemaTagsToRemove: v.nullish(SchemaTags),
  propagateSchemaTags: v.nullish(v.boolean()),
})
export type RegisterSchemaRequest = v.InferOutput<typeof RegisterSchemaRequest>

export const TagSchemaRequest = v.looseObject({
  newVersion: v.nullish(int),
  tagsToAdd: v.nullish(SchemaTags),
  tagsToRemove: v.nullish(SchemaTags),
  metadata: v.nullish(Metadata),
  ruleSet: v.nullish(RuleSet),
  rulesToMerge: v.nullish(RuleSet),
  rulesToRemove: v.nullish(strings),
})
export type TagSchemaRequest = v.InferOutput<typeof TagSchemaRequest>

const schemaFields = {
  guid: v.optional(v.string()),
  schemaType: v.optional(v.string()),
  references: v.optional(v.array(Reference)),
  metadata: v.optional(Metadata),
  ruleSet: v.optional(RuleSet),
  schema: v.optional(v.string()),
  ts: v.optional(int),
  deleted: v.optional(v.boolean()),
}

export const RegisterSchemaResponse = v.object({ id: int, version: v.optional(int), ...schemaFields })
export const Schema = v.object({ subject: v.string(), version: int, id: int, ...schemaFields })
/** As an entry of GET /schemas. */
export const ExtendedSchema = v.object({ ...Schema.entries, aliases: v.optional(strings) })
export const SchemaString = v.object({ subject: v.optional(v.string()), version: v.optional(int), maxId: v.optional(int), ...schemaFields })
export const SubjectVersion = v.object({ subject: v.string(), version: int })
export const ContextId = v.object({ context: v.string(), id: int })

const settings = {
  alias: v.nullish(v.string()),
  aliasForDeks: v.nullish(v.boolean()),
  normalize: v.nullish(v.boolean()),
  validateFields: v.nullish(v.boolean()),
  validateNewSchemas: v.nullish(v.boolean()),
  validateRules: v.nullish(v.boolean()),
  compatibilityPolicy: v.nullish(v.string()),
  compatibilityGroup: v.nullish(v.string()),
  defaultMetadata: v.nullish(Metadata),
  overrideMetadata: v.nullish(Metadata),
  defaultRuleSet: v.nullish(RuleSet),
  overrideRuleSet: v.nullish(RuleSet),
}
export const Config = v.object({ ...settings, compatibilityLevel: v.optional(v.string()) })
export const ConfigUpdateRequest = v.looseObject({ ...settings, compatibility: v.nullish(v.string()) })
export type ConfigUpdateRequest = v.InferOutput<typeof ConfigUpdateRequest>

export const Mode = v.object({ mode: v.string() })
export const ModeUpdateRequest = v.looseObject({ mode: v.nullish(v.string()) })

export const CompatibilityCheckResponse = v.object({ is_compatible: v.boolean(), messages: v.optional(strings) })
export const ClusterConfig = v.object({ maxSchemas: int, maxRequestsPerSec: int })
export const ServerClusterId = v.object({
  scope: v.object({ path: strings, clusters: v.record(v.string(), v.string()) }),
  id: v.string(),
})
export const ServerVersion = v.object({ version: v.string(), commitId: v.string() })
export const Deployment = v.object({ properties: strings })
