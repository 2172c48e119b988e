/** Drafts of JSON Schema, and which keywords each has. */
import { type JsonNode, memberOf } from '../json-text/index.ts'

export type Draft = 'draft-04' | 'draft-06' | 'draft-07' | '2019-09' | '2020-12'

export interface Dialect {
  readonly draft: Draft
  readonly idKeyword: 'id' | '$id'
  /** From 2019-09: keywords beside `$ref` count, anchors are keywords, there are `unevaluated…`, `dependent…` and `minContains`. */
  readonly isModern: boolean
  readonly hasConst: boolean
  readonly hasIf: boolean
  readonly objectKeywords: readonly string[]
  readonly arrayKeywords: readonly string[]
}

export const NUMBER_KEYWORDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'] as const
export const STRING_KEYWORDS = ['minLength', 'maxLength', 'pattern', 'format'] as const
export const CONDITIONAL_KEYWORDS = ['if', 'then', 'else'] as const

const OBJECT_ALWAYS = ['properties', 'required', 'minProperties', 'maxProperties', 'patternProperties', 'additionalProperties']
const ARRAY_ALWAYS = ['items', 'minItems', 'maxItems', 'uniqueItems']
const CLASSIC = { isModern: false, idKeyword: '$id', hasConst: true } as const
const CLASSIC_KEYWORDS = {
  objectKeywords: [...OBJECT_ALWAYS, 'dependencies', 'propertyNames'],
  arrayKeywords: [...ARRAY_ALWAYS, 'additionalItems', 'contains'],
}
const MODERN = {
  isModern: true,
  idKeyword: '$id',
  hasConst: true,
  hasIf: true,
  objectKeywords: [...OBJECT_ALWAYS, 'dependentRequired', 'dependentSchemas', 'propertyNames', 'unevaluatedProperties'],
} as const

const DIALECTS: Readonly<Record<Draft, Dialect>> = {
  'draft-04': {
    draft: 'draft-04',
    idKeyword: 'id',
    isModern: false,
    hasConst: false,
    hasIf: false,
    objectKeywords: [...OBJECT_ALWAYS, 'dependencies'],
    arrayKeywords: [...ARRAY_ALWAYS, 'additionalItems'],
  },
  'draft-06': { draft: 'draft-06', ...CLASSIC, ...CLASSIC_KEYWORDS, hasIf: false },
  'draft-07': { draft: 'draft-07', ...CLASSIC, ...CLASSIC_KEYWORDS, hasIf: true },
  '2019-09': {
    draft: '2019-09',
    ...MODERN,
    arrayKeywords: [...ARRAY_ALWAYS, 'additionalItems', 'contains', 'unevaluatedItems'],
  },
  '2020-12': { draft: '2020-12', ...MODERN, arrayKeywords: [...ARRAY_ALWAYS, 'prefixItems', 'contains', 'unevaluatedItems'] },
}

const META_SCHEMA = /^https?:\/\/json-schema\.org\/(draft-0[467]|draft\/(?:2019-09|2020-12))\/(schema|meta\/[a-z-]+)$/

/** The draft whose published meta-schema (or a part of it) has this URI, without a fragment; null for any other URI. */
export function draftOfMetaSchema(uri: string): Draft | null {
  const found = META_SCHEMA.exec(uri)?.[1]
  return found === undefined ? null : (found.replace('draft/', '') as Draft)
}

/** By `$schema`; the given one (draft 7 for a root) when there is none or its URI is not known. */
export function dialectOf(root: JsonNode, otherwise: Draft = 'draft-07'): Dialect {
  const named = root.kind === 'object' ? memberOf(root, '$schema') : undefined
  const draft = named?.kind === 'string' ? draftOfMetaSchema(named.value.replace(/#$/, '')) : null
  return DIALECTS[draft ?? otherwise]
}
