import { type Result, fail, ok } from '@leat/base'
import type { InvalidSchema, SchemaSource } from '../contract.ts'
import { SCHEMA_LIMITS } from '../limits.ts'
import { type JsonNode, madeTextProblem, parseJson, positionAt } from '../json-text/index.ts'
import { AvroSchemaError } from './error.ts'
import { AVRO_LIMITS } from './limits.ts'
import { printType } from './print.ts'
import type { ReadContext } from './read-parts.ts'
import { readType } from './read.ts'
import { resolveTypes } from './resolve.ts'
import { type AvroType, isNamed } from './types.ts'

/** A schema with the names that stay names when it is printed: those of the schemas it refers to. */
export interface AvroDocument {
  readonly root: AvroType
  readonly referenced: readonly string[]
  readonly canonical: string
}

/** Reads what the schema refers to, in its order, and then the schema. Never throws. */
export function readDocument(source: Pick<SchemaSource, 'schema' | 'resolved'>, strict: boolean): Result<AvroDocument, InvalidSchema> {
  const parsed = parseJson(source.schema, { comments: true })
  if (!parsed.ok) return parsed
  const document = readDocumentNode(parsed.value, source.resolved, strict)
  if (document.ok || document.error.offset === undefined) return document
  return fail({ message: document.error.message, ...positionAt(source.schema, document.error.offset) })
}

interface Problem {
  readonly message: string
  readonly offset?: number
}

export function readDocumentNode(node: JsonNode, resolved: ReadonlyMap<string, string>, strict: boolean): Result<AvroDocument, Problem> {
  if (resolved.size > SCHEMA_LIMITS.referencesMax) {
    return fail({ message: `The schema refers to more than ${SCHEMA_LIMITS.referencesMax} schemas` })
  }
  const context: ReadContext = { known: new Map(), strict, budget: { steps: AVRO_LIMITS.defaultStepsMax } }
  const visited = new Set<AvroType>()
  const referenced: string[] = []
  for (const [name, text] of resolved) {
    const parsed = parseJson(text, { comments: true })
    if (!parsed.ok) return fail({ message: inReference(name, parsed.error.message) })
    const read = attempt(() => readRoot(parsed.value, context, visited))
    if (!read.ok) return fail({ message: inReference(name, read.error.message) })
    // org.apache.avro lets the name of a kind stay as well: a record named `array` would be lost beside a reference that is an array.
    if (isNamed(read.value)) referenced.push(read.value.name.full)
  }
  return attempt(() => {
    const root = readRoot(node, context, visited)
    return { root, referenced, canonical: canonicalText(root, referenced) }
  })
}

/** What is stored must be readable again, though types that are written after their use move into it, and names may grow. */
function canonicalText(root: AvroType, referenced: readonly string[]): string {
  const text = printType(root, referenced)
  const problem = madeTextProblem(text)
  if (problem !== null) throw new AvroSchemaError(`${problem} in the canonical form`)
  return text
}

function readRoot(node: JsonNode, context: ReadContext, visited: Set<AvroType>): AvroType {
  const type = resolveTypes(readType(node, context, null), context, visited)
  // Of two equal definitions the first one counts.
  return isNamed(type) ? (context.known.get(type.name.full) ?? type) : type
}

function inReference(name: string, message: string): string {
  return `In the schema that the reference '${name}' names: ${message}`
}

function attempt<T>(read: () => T): Result<T, Problem> {
  try {
    return ok(read())
  } catch (error) {
    if (!(error instanceof AvroSchemaError)) throw error
    return fail(error.offset === undefined ? { message: error.message } : { message: error.message, offset: error.offset })
  }
}
