import type { JsonNode } from '@leat/registry/serde'

export interface AvroNames {
  /** Full names of types that the schema defines. */
  readonly defined: ReadonlySet<string>
  /** Names that it uses, each as what it may mean: in the namespace around it, or as it stands. */
  readonly used: readonly (readonly string[])[]
}

const KINDS = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
  'record',
  'error',
  'enum',
  'fixed',
  'array',
  'map',
])

/** Of a schema that may be wrong in any way. The reader of JSON bounds the depth. */
export function avroNames(root: JsonNode): AvroNames {
  const defined = new Set<string>()
  const used: (readonly string[])[] = []
  const walk = (node: JsonNode | undefined, space: string): void => {
    if (node?.kind === 'string') {
      if (!KINDS.has(node.value))
        used.push(node.value.includes('.') || space === '' ? [node.value] : [`${space}.${node.value}`, node.value])
    } else if (node?.kind === 'array') {
      for (const branch of node.items) walk(branch, space)
    } else if (node?.kind === 'object') {
      walkObject(new Map(node.entries), space)
    }
  }
  const walkObject = (members: ReadonlyMap<string, JsonNode>, space: string): void => {
    const type = members.get('type')
    if (type?.kind !== 'string' || !KINDS.has(type.value)) return walk(type, space)
    walk(members.get('items'), space)
    walk(members.get('values'), space)
    const name = textOf(members.get('name'))
    if (name === null || !['record', 'error', 'enum', 'fixed'].includes(type.value)) return
    const full = name.includes('.') ? name : joined(textOf(members.get('namespace')) ?? space, name)
    defined.add(full)
    const fields = members.get('fields')
    const inner = full.slice(0, Math.max(0, full.lastIndexOf('.')))
    for (const field of fields?.kind === 'array' ? fields.items : [])
      if (field.kind === 'object') walk(field.entries.find(([key]) => key === 'type')?.[1], inner)
  }
  walk(root, '')
  return { defined, used }
}

function textOf(node: JsonNode | undefined): string | null {
  return node?.kind === 'string' ? node.value : null
}

function joined(space: string, name: string): string {
  return space === '' ? name : `${space}.${name}`
}
