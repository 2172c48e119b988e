import type { Media } from '@leat/rest'
import * as v from 'valibot'

/** What all endpoints of the registry have in common. */
export const REGISTRY = { api: 'schema-registry/v1', errors: 'registry' } as const

/** An answer is of the first type unless the client wants another; a body without a type is taken as JSON. */
export const REGISTRY_MEDIA: Media = {
  bodies: ['application/vnd.schemaregistry.v1+json', 'application/vnd.schemaregistry+json', 'application/json', 'application/octet-stream'],
  answers: [
    { type: 'application/vnd.schemaregistry.v1+json', quality: 1 },
    { type: 'application/vnd.schemaregistry+json', quality: 0.9 },
    { type: 'application/json', quality: 0.5 },
  ],
}

/** An operation of the role catalogue on the subject that the path names. */
export const onSubject = <const Operation extends string>(operation: Operation) => ({ kind: 'may', operation, on: 'Subject' }) as const

/** What is asked of the registry as a whole is asked on this subject. */
export const GLOBAL_SUBJECT = '__GLOBAL'

const INT32_MAX = 2_147_483_647

/** Of a parameter that was given twice the first counts. */
const once = (openapi: Readonly<Record<string, unknown>>) =>
  v.pipe(
    v.optional(v.union([v.string(), v.array(v.string())])),
    v.transform((given) => (typeof given === 'string' || given === undefined ? given : given[0])),
    v.metadata({ openapi }),
  )

/** Anything but `true` is false. */
export function flag() {
  return v.pipe(
    once({ type: 'boolean' }),
    v.transform((given) => given?.toLowerCase() === 'true'),
    v.metadata({ openapi: { type: 'boolean' } }),
  )
}

export function text(usual = '') {
  return v.pipe(
    once({ type: 'string' }),
    v.transform((given) => given ?? usual),
    v.metadata({ openapi: { type: 'string', default: usual } }),
  )
}

/** A parameter that may be repeated. */
export function texts() {
  return v.pipe(
    v.optional(v.union([v.string(), v.array(v.string())])),
    v.transform((given): readonly string[] => (typeof given === 'string' ? [given] : (given ?? []))),
    v.metadata({ openapi: { type: 'array', items: { type: 'string' } } }),
  )
}

function int32(usual: number) {
  const wanted = 'must be a whole number of 32 bits'
  return v.pipe(
    once({ type: 'integer' }),
    v.transform((given) => given ?? String(usual)),
    v.regex(/^[+-]?\d{1,10}$/, wanted),
    v.transform(Number),
    v.minValue(-INT32_MAX - 1, wanted),
    v.maxValue(INT32_MAX, wanted),
    v.metadata({ openapi: { type: 'integer', format: 'int32', default: usual } }),
  )
}

/** A negative limit is the list's own. */
export const paging = { offset: int32(0), limit: int32(-1) }
