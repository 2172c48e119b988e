import type { JsonSchema } from '@leat/rest'

/** A schema object of OpenAPI 3.0 as a TypeScript type. `absent`: optional properties may also be given as undefined, which is convenient to send. */
export function typeOf(schema: JsonSchema, absent: '' | ' | undefined' = ''): string {
  const base = baseOf(schema, absent)
  return schema['nullable'] === true && base !== 'null' ? `${base} | null` : base
}

function baseOf(schema: JsonSchema, absent: '' | ' | undefined'): string {
  const options = schema['oneOf'] ?? schema['anyOf']
  if (Array.isArray(options)) return (options as JsonSchema[]).map((one) => typeOf(one, absent)).join(' | ')
  if (Array.isArray(schema['enum'])) return (schema['enum'] as unknown[]).map((value) => JSON.stringify(value)).join(' | ')
  switch (schema['type']) {
    case 'integer':
    case 'number':
      return 'number'
    case 'string':
    case 'boolean':
      return schema['type']
    case 'array':
      return `readonly (${typeOf(schema['items'] as JsonSchema, absent)})[]`
    case 'object':
      return objectOf(schema, absent)
    default:
      return 'unknown'
  }
}

function objectOf(schema: JsonSchema, absent: '' | ' | undefined'): string {
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>)
  const more = schema['additionalProperties']
  if (properties.length === 0) {
    if (typeof more === 'object' && more !== null) return `Readonly<Record<string, ${typeOf(more as JsonSchema, absent)}>>`
    return 'Readonly<Record<string, unknown>>'
  }
  const required = (schema['required'] ?? []) as readonly string[]
  return `{ ${properties.map(([name, one]) => propertyOf(name, one, required.includes(name), absent)).join('; ')} }`
}

export function propertyOf(name: string, schema: JsonSchema, required: boolean, absent: '' | ' | undefined'): string {
  const key = /^\w+$/.test(name) ? name : JSON.stringify(name)
  return `readonly ${key}${required ? '' : '?'}: ${typeOf(schema, absent)}${required ? '' : absent}`
}
