import { type JsonNode, parseJson } from '@leat/registry/serde'
import { avroNames } from './avro-names.ts'
import type { SchemaFile } from './schema-files.ts'

/** A schema that another one needs, and how it is named there. */
export interface Need {
  readonly name: string
  readonly file: SchemaFile
}

/** For each file the files that it refers to, in the order they are named. What is in none of the files is not told here: the registry may know it, or refuses. */
export function needsOf(files: readonly SchemaFile[]): ReadonlyMap<SchemaFile, readonly Need[]> {
  const parsed = new Map(files.filter(({ type }) => type !== 'PROTOBUF').map((file) => [file, parsedText(file)]))
  const avro = avroNeeds(files, parsed)
  const byId = jsonIds(files, parsed)
  return new Map(
    files.map((file) => {
      switch (file.type) {
        case 'AVRO':
          return [file, avro(file)]
        case 'JSON':
          return [file, jsonNeeds(file, parsed.get(file) ?? null, files, byId)]
        case 'PROTOBUF':
          return [file, protoNeeds(file, files)]
      }
    }),
  )
}

type Parsed = ReadonlyMap<SchemaFile, JsonNode | null>

/** Null for what is no JSON, which is told when the file's turn comes. */
function parsedText({ text, type }: SchemaFile): JsonNode | null {
  const parsed = parseJson(text, { comments: type === 'AVRO' })
  return parsed.ok ? parsed.value : null
}

function avroNeeds(files: readonly SchemaFile[], parsed: Parsed): (file: SchemaFile) => readonly Need[] {
  const names = new Map(files.filter(({ type }) => type === 'AVRO').map((file) => [file, avroNames(parsed.get(file) ?? { kind: 'null' })]))
  const homes = new Map<string, SchemaFile>()
  for (const [file, { defined }] of names) for (const name of defined) if (!homes.has(name)) homes.set(name, file)
  return (file) => {
    const { defined, used } = names.get(file)!
    const needs = new Map<SchemaFile, Need>()
    for (const candidates of used) {
      const name = candidates.find((one) => defined.has(one) || homes.has(one))
      const home = name === undefined || defined.has(name) ? undefined : homes.get(name)
      if (name !== undefined && home !== undefined && home !== file && !needs.has(home)) needs.set(home, { name, file: home })
    }
    return [...needs.values()]
  }
}

function jsonIds(files: readonly SchemaFile[], parsed: Parsed): ReadonlyMap<string, SchemaFile> {
  const ids = new Map<string, SchemaFile>()
  for (const file of files) {
    const root = parsed.get(file)
    const id = root?.kind === 'object' ? root.entries.find(([key]) => key === '$id' || key === 'id')?.[1] : undefined
    if (file.type === 'JSON' && id?.kind === 'string' && !ids.has(id.value)) ids.set(id.value.replace(/#$/, ''), file)
  }
  return ids
}

/** `$ref` as a path beside the file, as a path below the directory, or as the id of another file. */
function jsonNeeds(
  file: SchemaFile,
  root: JsonNode | null,
  files: readonly SchemaFile[],
  byId: ReadonlyMap<string, SchemaFile>,
): readonly Need[] {
  const needs = new Map<string, Need>()
  const jsonFiles = new Map(files.filter(({ type }) => type === 'JSON').map((one) => [one.path, one]))
  for (const ref of root === null ? [] : refsIn(root)) {
    const [name = ''] = ref.split('#')
    if (name === '' || needs.has(name)) continue
    const target =
      jsonFiles.get(beside(file.path, name)) ?? jsonFiles.get(name.replace(/^\//, '')) ?? byId.get(name) ?? byRelativeId(root, name, byId)
    if (target !== undefined && target !== file) needs.set(name, { name, file: target })
  }
  return [...needs.values()]
}

/** `money.json` in the schema `http://shop/order.json` is `http://shop/money.json`. */
function byRelativeId(root: JsonNode | null, name: string, byId: ReadonlyMap<string, SchemaFile>): SchemaFile | undefined {
  const id = root?.kind === 'object' ? root.entries.find(([key]) => key === '$id')?.[1] : undefined
  const absolute = id?.kind === 'string' ? URL.parse(name, id.value)?.href : undefined
  return absolute === undefined ? undefined : byId.get(absolute)
}

/** The reader of JSON bounds the depth. */
function refsIn(node: JsonNode): readonly string[] {
  if (node.kind === 'array') return node.items.flatMap(refsIn)
  if (node.kind !== 'object') return []
  return node.entries.flatMap(([key, value]) => (key === '$ref' && value.kind === 'string' ? [value.value] : refsIn(value)))
}

function beside(path: string, name: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  return URL.parse(name, `file:///${folder}`)?.pathname.slice(1) ?? name
}

/** Imports are paths below a root that the compiler is told: any folder above the file may be it. */
function protoNeeds({ text }: SchemaFile, files: readonly SchemaFile[]): readonly Need[] {
  const withoutComments = text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')
  const imports = [...withoutComments.matchAll(/\bimport\s+(?:public\s+|weak\s+)?(?:"([^"]+)"|'([^']+)')\s*;/g)].map(
    ([, a, b]) => a ?? b ?? '',
  )
  return imports.flatMap((name) => {
    const file = files.find(({ path, type }) => type === 'PROTOBUF' && (path === name || path.endsWith(`/${name}`)))
    return file === undefined ? [] : [{ name, file }]
  })
}
