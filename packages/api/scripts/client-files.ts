import { type Endpoint, type JsonSchema, jsonSchema } from '@leat/rest'
import { propertyOf, typeOf } from './types.ts'

/** Endpoints by the word that their types begin with: `{ Control: controlEndpoints }` gives `ControlCalls` and `CONTROL_ROUTES`. */
export type Apis = Readonly<Record<string, readonly Endpoint[]>>

export interface ClientFiles {
  /** The types of all requests and answers by operationId. */
  readonly calls: string
  /** Method and path of each: all that a request needs, so that a client loads no schemas. */
  readonly routes: string
}

/** A client of Leat's REST APIs as text, made from the endpoint definitions. `head`: the comment above. */
export function clientFiles(apis: Apis, head: string): ClientFiles {
  const interfaces = Object.entries(apis).map(([name, endpoints]) => {
    const calls = endpoints.map((endpoint) => `  /** ${endpoint.summary} */\n  readonly ${endpoint.id}: ${callOf(endpoint)}\n`)
    return `\nexport interface ${name}Calls {\n${calls.join('')}}\n`
  })
  const tables = Object.entries(apis).map(([name, endpoints]) => {
    const routes = endpoints.map(({ id, method, path }) => `  ${id}: '${method} ${path}',\n`)
    return `\nexport const ${name.toUpperCase()}_ROUTES = {\n${routes.join('')}} as const satisfies Record<keyof ${name}Calls, string>\n`
  })
  const names = Object.keys(apis).map((name) => `${name}Calls`)
  return {
    calls: `${head}export type NoFields = Readonly<Record<never, never>>\n${interfaces.join('')}`,
    routes: `${head}import type { ${names.join(', ')} } from './calls.ts'\n${tables.join('')}`,
  }
}

function callOf({ params, query, body, returns }: Endpoint): string {
  const parts = [`readonly params: ${objectType(params.map((param) => `readonly ${param}: string`))}`]
  parts.push(`readonly query: ${objectType(Object.entries(query).map(([key, schema]) => queryOf(key, schema as never)))}`)
  parts.push(`readonly body: ${body === null ? 'null' : typeOf(schemaOf(body), ' | undefined')}`)
  parts.push(`readonly answer: ${returns.schema === null ? 'null' : typeOf(schemaOf(returns.schema))}`)
  return `{ ${parts.join('; ')} }`
}

function queryOf(key: string, schema: Parameters<typeof jsonSchema>[0]): string {
  return propertyOf(key, jsonSchema(schema), false, ' | undefined')
}

function schemaOf(schema: unknown): JsonSchema {
  return jsonSchema(schema as Parameters<typeof jsonSchema>[0])
}

function objectType(properties: readonly string[]): string {
  return properties.length === 0 ? 'NoFields' : `{ ${properties.join('; ')} }`
}
