import type { Digest, PublishedOperation, Shape } from './digest.ts'

/** A parsed OpenAPI document, as far as it is looked into. */
interface Node {
  readonly [key: string]: unknown
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** Facts only: names, types, words, statuses. No sentence of the document comes along. */
export function digestOf(document: unknown, wanted: (operation: string) => boolean): Digest {
  const root = document as Node
  const digest: Record<string, PublishedOperation> = {}
  for (const [path, item] of Object.entries(root['paths'] as Node)) {
    for (const method of METHODS) {
      const operation = (item as Node)[method] as Node | undefined
      const name = `${method.toUpperCase()} ${path}`
      if (operation !== undefined && wanted(name)) digest[name] = operationOf(root, operation)
    }
  }
  return digest
}

function operationOf(root: Node, operation: Node): PublishedOperation {
  const parameters = ((operation['parameters'] ?? []) as Node[]).map((parameter) => resolved(root, parameter))
  const query = parameters
    .filter((one) => one['in'] === 'query')
    .map((one) => [String(one['name']), { required: one['required'] === true }])
  const body = operation['requestBody']
  const statuses = Object.entries(operation['responses'] as Node).map(([status, response]) => [status, contentOf(root, response as Node)])
  return {
    operationId: String(operation['operationId']),
    query: Object.fromEntries(query) as PublishedOperation['query'],
    body: body === undefined ? null : contentOf(root, body as Node),
    statuses: Object.fromEntries(statuses) as PublishedOperation['statuses'],
  }
}

function contentOf(root: Node, node: Node): Shape | null {
  const content = resolved(root, node)['content'] as Node | undefined
  const schema = (content?.['application/json'] as Node | undefined)?.['schema'] as Node | undefined
  return schema === undefined ? null : shapeOf(root, schema)
}

function resolved(root: Node, node: Node): Node {
  const ref = node['$ref']
  if (typeof ref !== 'string') return node
  let at: unknown = root
  for (const key of ref.slice('#/'.length).split('/')) at = (at as Node)[key]
  return resolved(root, at as Node)
}

function shapeOf(root: Node, schema: Node): Shape {
  const node = resolved(root, schema)
  const parts = (node['allOf'] as Node[] | undefined)?.map((part) => shapeOf(root, part)) ?? []
  const properties = Object.entries((node['properties'] ?? {}) as Node).map(([name, one]) => [name, shapeOf(root, one as Node)] as const)
  const allProperties = Object.assign({}, ...parts.map((part) => part.properties ?? {}), Object.fromEntries(properties)) as Record<
    string,
    Shape
  >
  const required = [...parts.flatMap((part) => part.required ?? []), ...((node['required'] ?? []) as string[])].sort()
  const words = (node['enum'] ?? node['x-extensible-enum']) as string[] | undefined
  const items = node['items'] as Node | undefined
  return {
    type: (node['type'] as string | undefined) ?? parts.at(-1)?.type ?? 'any',
    ...(required.length > 0 ? { required } : {}),
    ...(Object.keys(allProperties).length > 0 ? { properties: allProperties } : {}),
    ...(items === undefined ? {} : { items: shapeOf(root, items) }),
    ...(words === undefined ? {} : { words }),
  }
}
