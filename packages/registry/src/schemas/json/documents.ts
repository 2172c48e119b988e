/** The texts that one schema is made of, and where in them a `$ref` points. Nothing is ever fetched. */
import type { SchemaSource } from '../contract.ts'
import { type JsonNode, type JsonObject, parseJson } from '../json-text/index.ts'
import { type Dialect, dialectOf, draftOfMetaSchema } from './dialect.ts'
import { JSON_SCHEMA_LIMITS } from './limits.ts'
import { INPUT_BASE, below, pointerKeys, resolveUri, splitFragment } from './uri.ts'
import { memberOf } from './value.ts'

export interface SchemaDocument {
  /** Its reference name; null for the schema itself. */
  readonly name: string | null
  readonly text: string
  readonly root: JsonNode
  readonly dialect: Dialect
}

/** A schema within a document, with the URI that its own references start from. */
export interface Place {
  readonly document: SchemaDocument
  readonly node: JsonNode
  readonly base: string
  /** `#/properties/a`. */
  readonly path: string
}

export type Lookup =
  | { readonly kind: 'found'; readonly place: Place }
  | { readonly kind: 'meta-schema'; readonly uri: string }
  | { readonly kind: 'missing'; readonly why: string }

export interface Documents {
  readonly root: Place
  readonly source: SchemaSource
  /** By absolute URI, with a fragment for anchors: roots of documents and what has an id of its own. */
  readonly resources: Map<string, Place>
  /** Referenced texts by the URIs that stand for their names; read when first needed. */
  readonly names: ReadonlyMap<string, string>
  /** Roots whose inner ids and anchors are not among the resources yet: most schemas never need them. */
  readonly unindexed: Place[]
  charsLeft: number
}

export function openDocuments(source: SchemaSource, root: JsonNode): Documents {
  const dialect = dialectOf(root)
  const place = rootPlace({ name: null, text: source.schema, root, dialect }, INPUT_BASE)
  const names = new Map<string, string>()
  for (const name of source.resolved.keys()) names.set(resolveUri(place.base, name), name)
  const documents: Documents = {
    root: place,
    source,
    resources: new Map(),
    names,
    unindexed: [],
    charsLeft: JSON_SCHEMA_LIMITS.referencedCharsMax,
  }
  addRoot(documents, place, INPUT_BASE)
  return documents
}

/** Where a reference points that stands in a schema at `from`. */
export function lookUp(documents: Documents, from: Place, reference: string): Lookup {
  const absolute = resolveUri(from.base, reference)
  const [uri, fragment] = splitFragment(absolute)
  const isWithin = reference.startsWith('#')
  const resource = resourceAt(documents, uri) ?? openNamed(documents, uri, splitFragment(reference)[0])
  if (resource === undefined) return outside(uri, reference)
  if ('kind' in resource) return resource
  if (fragment === '' || fragment.startsWith('/')) {
    const found = follow(resource, fragment) ?? (isWithin ? follow(documentRoot(from), fragment) : null)
    return found === null ? missing(`nothing stands at ${reference}`) : { kind: 'found', place: found }
  }
  const anchored =
    resourceAt(documents, `${uri}#${fragment}`) ?? (isWithin ? resourceAt(documents, `${documentRoot(from).base}#${fragment}`) : undefined)
  if (anchored !== undefined) return { kind: 'found', place: anchored }
  // Java's loader of the older drafts reads a fragment that is no pointer as the whole document.
  return from.document.dialect.isModern ? missing(`no schema has the anchor ${fragment}`) : { kind: 'found', place: resource }
}

function resourceAt(documents: Documents, uri: string): Place | undefined {
  const known = documents.resources.get(uri)
  if (known !== undefined) return known
  for (let root = documents.unindexed.pop(); root !== undefined; root = documents.unindexed.pop()) addWithin(documents, root)
  return documents.resources.get(uri)
}

function openNamed(documents: Documents, uri: string, written: string): Place | Lookup | undefined {
  const name = documents.names.get(uri) ?? (documents.source.resolved.has(written) ? written : undefined)
  const text = name === undefined ? undefined : documents.source.resolved.get(name)
  if (name === undefined || text === undefined) return undefined
  const own = documents.resources.get(`name ${name}`)
  if (own !== undefined) return own
  documents.charsLeft -= text.length
  if (documents.charsLeft < 0) {
    return missing(`the referenced schemas have more than ${JSON_SCHEMA_LIMITS.referencedCharsMax} characters together`)
  }
  const parsed = parseJson(text)
  if (!parsed.ok) return missing(`the referenced schema "${name}" is no JSON: ${parsed.error.message}`)
  const dialect = dialectOf(parsed.value, documents.root.document.dialect.draft)
  const place = rootPlace({ name, text, root: parsed.value, dialect }, uri)
  documents.resources.set(`name ${name}`, place)
  addRoot(documents, place, uri)
  return place
}

function outside(uri: string, reference: string): Lookup {
  if (draftOfMetaSchema(uri) !== null) return { kind: 'meta-schema', uri }
  return missing(
    `"${reference}" is neither within this schema nor one of its references; nothing is fetched from the network: register that schema and name it "${splitFragment(reference)[0]}" in "references"`,
  )
}

function missing(why: string): Lookup {
  return { kind: 'missing', why }
}

function rootPlace(document: SchemaDocument, uri: string): Place {
  return { document, node: document.root, base: baseOf(document, document.root, uri), path: '#' }
}

function documentRoot(from: Place): Place {
  return rootPlace(from.document, from.document.name === null ? INPUT_BASE : resolveUri(INPUT_BASE, from.document.name))
}

/** The base for what is in `node`: changed by an id that is more than an anchor. */
export function baseOf(document: SchemaDocument, node: JsonNode, base: string): string {
  const id = node.kind === 'object' ? memberOf(node, document.dialect.idKeyword) : undefined
  return id?.kind === 'string' && !id.value.startsWith('#') ? splitFragment(resolveUri(base, id.value))[0] : base
}

function follow(from: Place, pointer: string): Place | null {
  let place = from
  for (const [index, key] of pointerKeys(pointer).entries()) {
    const node = childOf(place.node, key) ?? (index === 0 && key === '$defs' ? childOf(place.node, 'definitions') : undefined)
    if (node === undefined) return null
    place = { document: place.document, node, base: baseOf(place.document, node, place.base), path: below(place.path, key) }
  }
  return place
}

function childOf(node: JsonNode, key: string): JsonNode | undefined {
  if (node.kind === 'object') return memberOf(node, key)
  return node.kind === 'array' && /^[0-9]{1,9}$/.test(key) ? node.items[Number(key)] : undefined
}

const MAPS_OF_SCHEMAS = new Set(['properties', 'patternProperties', 'definitions', '$defs', 'dependentSchemas', 'dependencies'])
const PLAIN_VALUES = new Set(['enum', 'const', 'default', 'examples'])

function addRoot(documents: Documents, root: Place, uri: string): void {
  add(documents, uri, root)
  add(documents, root.base, root)
  documents.unindexed.push(root)
}

/** Notes everything below that has an id or an anchor. The first of two with the same name stands. */
function addWithin(documents: Documents, root: Place): void {
  const waiting: Place[] = [root]
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { node } = place
    if (node.kind === 'object') addNamed(documents, place, node)
    for (const child of schemasBelow(place)) waiting.push(child)
  }
}

function addNamed(documents: Documents, place: Place, node: JsonObject): void {
  const { dialect } = place.document
  const id = memberOf(node, dialect.idKeyword)
  if (id?.kind === 'string') add(documents, id.value.startsWith('#') ? `${place.base}${id.value}` : place.base, place)
  if (!dialect.isModern) return
  for (const keyword of ['$anchor', '$dynamicAnchor']) {
    const anchor = memberOf(node, keyword)
    if (anchor?.kind === 'string') add(documents, `${place.base}#${anchor.value}`, place)
  }
}

function add(documents: Documents, uri: string, place: Place): void {
  if (!documents.resources.has(uri)) documents.resources.set(uri, place)
}

/** All objects below that could be schemas; names of properties are no keywords. */
function schemasBelow({ document, node, base, path }: Place): Place[] {
  const found: Place[] = []
  const push = (child: JsonNode, childPath: string) => {
    if (child.kind !== 'object' && child.kind !== 'array') return
    found.push({ document, node: child, base: baseOf(document, child, base), path: childPath })
  }
  if (node.kind === 'array') node.items.forEach((item, index) => push(item, below(path, index)))
  if (node.kind !== 'object') return found
  for (const [key, value] of node.entries) {
    if (PLAIN_VALUES.has(key)) continue
    if (MAPS_OF_SCHEMAS.has(key) && value.kind === 'object') {
      for (const [name, schema] of value.entries) push(schema, below(below(path, key), name))
    } else {
      push(value, below(path, key))
    }
  }
  return found
}
