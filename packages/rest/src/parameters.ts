import * as v from 'valibot'
import { jsonSchema } from './openapi/json-schema.ts'

/** A whole number in a query. */
export function wholeNumber(min: number, max: number) {
  const text = `must be a whole number from ${min} to ${max}`
  return v.pipe(
    v.string(),
    v.regex(/^-?\d{1,15}$/, text),
    v.transform(Number),
    v.minValue(min, text),
    v.maxValue(max, text),
    v.metadata({ openapi: { type: 'integer', minimum: min, maximum: max } }),
  )
}

/** `true` or `false`. */
export function flag() {
  return v.pipe(
    v.picklist(['true', 'false']),
    v.transform((value) => value === 'true'),
    v.metadata({ openapi: { type: 'boolean' } }),
  )
}

/** A parameter that may be repeated, or hold several values with commas between them. */
export function repeated<Item extends v.GenericSchema<string, unknown>>(item: Item) {
  return v.pipe(
    v.union([v.string(), v.array(v.string())]),
    v.transform((given) => (typeof given === 'string' ? given.split(',') : given)),
    v.array(item),
    v.metadata({ openapi: { type: 'array', items: jsonSchema(item) } }),
  )
}
