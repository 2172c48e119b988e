import type { Options, ValidateFunction } from 'ajv'
import type { SchemaSource } from '../contract.ts'
import { type JsonNode, memberOf, parseJson, plainOf } from '../json-text/index.ts'
import { withinDeadline } from './codec-deadline.ts'
import { type Draft, dialectOf } from './dialect.ts'
import { INPUT_BASE, resolveUri } from './uri.ts'

export type Validator =
  /** The draft is one that is not checked here. */
  | { readonly kind: 'none' }
  /** The schema cannot be used, though it was registered: a reference is nowhere, a pattern is Java's alone. */
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'ready'; readonly problemOf: (value: unknown) => ValueProblem | null }

export interface ValueProblem {
  readonly message: string
  /** The check was ended; whether the value fits is not known. */
  readonly isTimeout: boolean
}

/** For compiling a schema, and for checking one value: the loop waits for it. */
const COMPILE_MS_MAX = 1_000
const CHECK_MS_MAX = 100
/** Checks that were ended; then no value is checked any more, or every record of a topic might cost as much. */
const ENDED_MAX = 3

const OPTIONS: Options = {
  // What the registry took is a schema, whatever ajv thinks of its style.
  strict: false,
  validateSchema: false,
  // Formats are notes unless a library of formats says more.
  validateFormats: false,
  logger: false,
  // Bounds the code that is made: each subschema once.
  inlineRefs: false,
}

export async function openValidator(source: SchemaSource, root: JsonNode): Promise<Validator> {
  const { draft } = dialectOf(root)
  if (draft === 'draft-04') return { kind: 'none' }
  const ajv = new (await loadAjv(draft))(OPTIONS)
  const compiled = withinDeadline(COMPILE_MS_MAX, () => {
    try {
      for (const [name, text] of source.resolved) addReference(ajv, name, text, root)
      return { ok: true, validate: ajv.compile(withBase(plainOf(root, 'rounded'))) } as const
    } catch (error) {
      return { ok: false, why: error instanceof Error ? error.message : String(error) } as const
    }
  })
  if (compiled === null) return { kind: 'broken', why: `compiling it takes longer than ${COMPILE_MS_MAX} ms` }
  if (!compiled.value.ok) return { kind: 'broken', why: compiled.value.why }
  const { validate } = compiled.value
  let ended = 0
  return {
    kind: 'ready',
    problemOf(value) {
      if (ended === ENDED_MAX)
        return { message: `checks against the schema were ended ${ENDED_MAX} times: no more are made`, isTimeout: true }
      const problem = problemOf(validate, value)
      if (problem?.isTimeout === true) ended++
      return problem
    },
  }
}

function problemOf(validate: ValidateFunction, value: unknown): ValueProblem | null {
  // Patterns may backtrack, and items be compared with each other, for ever.
  const checked = withinDeadline(CHECK_MS_MAX, () => validate(value) === true)
  if (checked === null) return { message: `checking the value takes longer than ${CHECK_MS_MAX} ms`, isTimeout: true }
  if (checked.value) return null
  const [first] = validate.errors ?? []
  const place = first?.instancePath === undefined || first.instancePath === '' ? 'the value' : first.instancePath
  return { message: `${place} ${first?.message ?? 'does not fit the schema'}`, isTimeout: false }
}

interface AjvLike {
  addSchema(schema: object, key: string): unknown
  compile(schema: object | boolean): ValidateFunction
}

async function loadAjv(draft: Exclude<Draft, 'draft-04'>): Promise<new (options: Options) => AjvLike> {
  if (draft === '2020-12') return (await import('ajv/dist/2020.js')).Ajv2020
  if (draft === '2019-09') return (await import('ajv/dist/2019.js')).Ajv2019
  return (await import('ajv')).Ajv
}

/** Under the URI that `$ref` of the schema names it by. */
function addReference(ajv: AjvLike, name: string, text: string, root: JsonNode): void {
  const parsed = parseJson(text)
  if (!parsed.ok || parsed.value.kind !== 'object') return
  const own = root.kind === 'object' ? memberOf(root, '$id') : undefined
  const base = own?.kind === 'string' ? resolveUri(INPUT_BASE, own.value) : INPUT_BASE
  const schema = plainOf(parsed.value, 'rounded') as Record<string, unknown>
  ajv.addSchema({ ...schema, $id: resolveUri(base, name) }, resolveUri(base, name))
}

/** Relative references need a base that is absolute. `$schema` is not looked up: which draft it is is known. */
function withBase(schema: unknown): object | boolean {
  if (typeof schema === 'boolean') return schema
  const { $schema: _, $id, ...rest } = schema as Record<string, unknown>
  return { ...rest, $id: resolveUri(INPUT_BASE, typeof $id === 'string' ? $id : '') }
}
