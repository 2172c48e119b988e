/** OpenAPI documents flattened for comparing: operations with their parameters and the paths of all fields. */
type Json = Readonly<Record<string, unknown>>

/** By path (`spec.config.kind`, `data[].id`) with the values it may have; null: any. */
export type Fields = ReadonlyMap<string, readonly string[] | null>

export interface PublishedOperation {
  /** `GET /org/v2/environments/{}`: names of path parameters are not part of it. */
  readonly key: string
  readonly operationId: string
  /** Query parameters, with whether they are required. */
  readonly query: ReadonlyMap<string, boolean>
  readonly body: Fields
  readonly successStatus: string
  readonly answer: Fields
}

const METHODS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete'])

export function operationsOf(document: Json): readonly PublishedOperation[] {
  const found: PublishedOperation[] = []
  for (const [path, methods] of Object.entries(document['paths'] as Record<string, Record<string, Json>>)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (!METHODS.has(method)) continue
      const responses = operation['responses'] as Record<string, Json>
      const successStatus = Object.keys(responses).find((status) => status.startsWith('2'))!
      const parameters = (operation['parameters'] ?? []) as readonly Json[]
      found.push({
        key: `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`,
        operationId: operation['operationId'] as string,
        query: new Map(parameters.filter((one) => one['in'] === 'query').map((one) => [one['name'] as string, one['required'] === true])),
        body: fieldsOf(document, operation['requestBody'], 'sent'),
        successStatus,
        answer: fieldsOf(document, responses[successStatus], 'answered'),
      })
    }
  }
  return found
}

type Direction = 'sent' | 'answered'

function fieldsOf(document: Json, holder: unknown, direction: Direction): Fields {
  const fields = new Map<string, readonly string[] | null>()
  const schema = (holder as { content?: Record<string, { schema?: unknown }> } | undefined)?.content?.['application/json']?.schema
  if (schema !== undefined) collect(document, schema, '', direction, fields)
  return fields
}

function collect(document: Json, given: unknown, path: string, direction: Direction, fields: Map<string, readonly string[] | null>): void {
  const schema = resolved(document, given)
  for (const part of [schema['allOf'], schema['oneOf'], schema['anyOf']]) {
    for (const one of (part ?? []) as readonly unknown[]) collect(document, one, path, direction, fields)
  }
  if (schema['items'] !== undefined) collect(document, schema['items'], `${path}[]`, direction, fields)
  if (typeof schema['additionalProperties'] === 'object') collect(document, schema['additionalProperties'], `${path}{}`, direction, fields)
  for (const [name, property] of Object.entries((schema['properties'] ?? {}) as Record<string, unknown>)) {
    const at = path === '' ? name : `${path}.${name}`
    if (direction === 'sent' && isReadOnly(document, property)) continue
    const values = valuesOf(document, property)
    fields.set(at, union(fields.get(at), values))
    collect(document, property, at, direction, fields)
  }
}

/** A field that appears in several variants may have the values of each. */
function union(known: readonly string[] | null | undefined, more: readonly string[] | null): readonly string[] | null {
  if (known === undefined || known === null) return more
  return more === null ? known : [...new Set([...known, ...more])].sort()
}

function valuesOf(document: Json, property: unknown): readonly string[] | null {
  const schema = resolved(document, property)
  const values = (schema['enum'] ?? schema['x-extensible-enum'] ?? resolved(document, schema['items'] ?? {})['enum']) as
    | readonly unknown[]
    | undefined
  return values === undefined ? null : values.map(String).sort()
}

function isReadOnly(document: Json, property: unknown): boolean {
  const schema = resolved(document, property)
  return schema['readOnly'] === true || ((schema['allOf'] ?? []) as readonly unknown[]).some((one) => isReadOnly(document, one))
}

function resolved(document: Json, schema: unknown): Json {
  const reference = (schema as { $ref?: string }).$ref
  if (reference === undefined) return schema as Json
  const name = reference.split('/').at(-1)!
  return (document['components'] as { schemas: Record<string, Json> }).schemas[name]!
}
