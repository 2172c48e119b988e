import type { Endpoint } from '../endpoint.ts'
import { JSON_MEDIA, type Media } from '../media.ts'
import type { ErrorForm } from '../problem.ts'
import { type JsonSchema, jsonSchema, mayBeAbsent } from './json-schema.ts'

export interface DocumentInfo {
  readonly title: string
  readonly version: string
  readonly description?: string
}

/** The endpoints as an OpenAPI 3.0 document, ordered by path and method, so that two renderings of the same are the same. */
export function openApi(endpoints: readonly Endpoint[], info: DocumentInfo, media: Media = JSON_MEDIA): JsonSchema {
  const sorted = endpoints.toSorted((a, b) => compare(a.path, b.path) || compare(a.method, b.method))
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const endpoint of sorted) (paths[endpoint.path] ??= {})[endpoint.method.toLowerCase()] = operationOf(endpoint, media)
  const forms = [...new Set(sorted.map(({ errors }) => errors))].sort()
  return {
    openapi: '3.0.3',
    info,
    security: [{ basic: [] }, { bearer: [] }],
    tags: [...new Set(sorted.map(({ api }) => api))].sort().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { basic: { type: 'http', scheme: 'basic' }, bearer: { type: 'http', scheme: 'bearer' } },
      schemas: Object.fromEntries(forms.map((form) => [errorName(form), ERRORS[form]])),
    },
  }
}

function operationOf(endpoint: Endpoint, media: Media): JsonSchema {
  const { id, api, summary, access, body, returns, errors } = endpoint
  const answerTypes = media.answers.map(({ type }) => type)
  return {
    operationId: id,
    tags: [api],
    summary,
    ...(access.kind === 'public' ? { security: [] } : {}),
    // Which operation of the role catalogue a caller needs, and on what.
    ...(access.kind === 'may' ? { 'x-leat-may': { operation: access.operation, on: access.on } } : {}),
    parameters: parametersOf(endpoint),
    ...(body === null ? {} : { requestBody: { required: !mayBeAbsent(body), content: contentOf(media.bodies, jsonSchema(body)) } }),
    responses: {
      [returns.status]: {
        description: 'Success',
        ...(returns.schema === null ? {} : { content: contentOf(answerTypes, jsonSchema(returns.schema)) }),
      },
      default: { description: 'Error', content: contentOf(answerTypes, { $ref: `#/components/schemas/${errorName(errors)}` }) },
    },
  }
}

function parametersOf({ params, query }: Endpoint): readonly JsonSchema[] {
  const inPath = params.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  const inQuery = Object.entries(query).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !mayBeAbsent(schema),
    schema: jsonSchema(schema),
  }))
  return [...inPath, ...inQuery]
}

const TEXT: JsonSchema = { type: 'string' }
const NUMBER: JsonSchema = { type: 'integer' }

const ERRORS: Readonly<Record<ErrorForm, JsonSchema>> = {
  control: objectOf({
    errors: {
      type: 'array',
      items: objectOf({ id: TEXT, status: TEXT, code: TEXT, title: TEXT, detail: TEXT, source: { type: 'object' } }),
    },
  }),
  v1: objectOf({ error: objectOf({ code: NUMBER, message: TEXT }) }),
  kafka: objectOf({ error_code: NUMBER, message: TEXT }),
  registry: objectOf({ error_code: NUMBER, message: TEXT }),
  mds: objectOf({ status_code: NUMBER, message: TEXT, type: TEXT }),
}

function objectOf(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties }
}

function contentOf(types: readonly string[], schema: JsonSchema): JsonSchema {
  return Object.fromEntries(types.map((type) => [type, { schema }]))
}

function errorName(form: ErrorForm): string {
  return `Error.${form}`
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
