/**
 * A JSON schema as the registry compares it: one node per kind of value, as in the model of the Everit validator, which decides what counts as
 * "the same type". An object with keywords of several kinds is an `allOf` of one node per kind; `type: [a, b]` is an `anyOf`.
 */
/** What every schema may say about itself. */
export interface Annotations {
  readonly id: string | null
  readonly title: string | null
  readonly description: string | null
  /** As `valueKey` writes it. */
  readonly defaultText: string | null
  /** Kafka Connect's mark: two schemas for `bytes` are alike however they are spelled. */
  readonly connectType: string | null
}

export type Criterion = 'allOf' | 'anyOf' | 'oneOf'

/** Admits everything: `true`, `{}`, or only words about itself. */
export interface AnyModel extends Annotations {
  readonly kind: 'any'
  readonly spelling: 'true' | 'object'
}

export interface BareModel extends Annotations {
  readonly kind: 'false' | 'boolean' | 'null'
}

export interface StringModel extends Annotations {
  readonly kind: 'string'
  readonly minLength: number | null
  readonly maxLength: number | null
  readonly pattern: string | null
}

export interface NumberModel extends Annotations {
  readonly kind: 'number'
  readonly isInteger: boolean
  readonly minimum: number | null
  readonly maximum: number | null
  /** Absent in draft 4, where the keyword is a boolean beside `minimum` and is not compared. */
  readonly exclusiveMinimum: number | null
  readonly exclusiveMaximum: number | null
  /** Its text: exact. */
  readonly multipleOf: string | null
}

export interface ObjectModel extends Annotations {
  readonly kind: 'object'
  readonly properties: ReadonlyMap<string, Model>
  readonly patternProperties: ReadonlyMap<string, Model>
  readonly required: ReadonlySet<string>
  readonly additionalProperties: Rest
  /** Null before draft 2019-09. */
  readonly unevaluatedProperties: Model | null
  readonly dependentRequired: ReadonlyMap<string, ReadonlySet<string>>
  readonly dependentSchemas: ReadonlyMap<string, Model>
  readonly propertyNames: Model | null
  readonly minProperties: number | null
  readonly maxProperties: number | null
}

export interface ArrayModel extends Annotations {
  readonly kind: 'array'
  readonly allItems: Model | null
  readonly tuple: readonly Model[]
  readonly additionalItems: Rest
  readonly unevaluatedItems: Model | null
  readonly contains: Model | null
  readonly minItems: number | null
  readonly maxItems: number | null
  readonly minContains: number | null
  readonly maxContains: number | null
  readonly uniqueItems: boolean
}

/** What is said about properties or items that are not named: allowed, forbidden, or a schema for them. */
export interface Rest {
  readonly isPermitted: boolean
  readonly schema: Model | null
}

export interface EnumModel extends Annotations {
  readonly kind: 'enum'
  /** Each value as `valueKey` writes it. */
  readonly values: ReadonlySet<string>
}

export interface ConstModel extends Annotations {
  readonly kind: 'const'
  readonly value: string
}

export interface NotModel extends Annotations {
  readonly kind: 'not'
  readonly schema: Model
}

export interface CombinedModel extends Annotations {
  readonly kind: 'combined'
  readonly criterion: Criterion
  readonly schemas: readonly Model[]
  /** Without those that are written alike. */
  readonly distinct: readonly Model[]
}

export interface ConditionalModel extends Annotations {
  readonly kind: 'conditional'
  /** Of `if`, `then` and `else` what is there. They are read to find mistakes in them; nobody compares them. */
  readonly branches: readonly Model[]
}

export interface ReferenceModel extends Annotations {
  readonly kind: 'reference'
  readonly ref: string
  /** Filled by the time the loader answers; shared by all that refer to the same place. */
  readonly target: { model: Model }
}

/** A published meta-schema, known by its URI; equal to itself only. */
export interface MetaSchemaModel extends Annotations {
  readonly kind: 'meta-schema'
  readonly uri: string
}

export type Model =
  | AnyModel
  | BareModel
  | StringModel
  | NumberModel
  | ObjectModel
  | ArrayModel
  | EnumModel
  | ConstModel
  | NotModel
  | CombinedModel
  | ConditionalModel
  | ReferenceModel
  | MetaSchemaModel

export const NO_ANNOTATIONS: Annotations = { id: null, title: null, description: null, defaultText: null, connectType: null }

export const ANY: AnyModel = { kind: 'any', spelling: 'object', ...NO_ANNOTATIONS }

/** What a reference stands for in the end. References that only refer to each other admit everything. */
export function resolved(model: Model): Exclude<Model, ReferenceModel> {
  const seen = new Set<Model>()
  let at = model
  while (at.kind === 'reference') {
    if (seen.has(at)) return ANY
    seen.add(at)
    at = at.target.model
  }
  return at
}
