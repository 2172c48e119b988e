import { fail, ok, type Result } from '@leat/base'
import type { InvalidSchema, ParsedSchema, ParseOptions, SchemaLanguage, SchemaSource, SchemaType } from '../../schemas/contract.ts'
import { languageOf } from '../../schemas/index.ts'
import type { SchemaJob, SchemaJobOutcome } from '../../schemas/work.ts'
import { SERVICE_LIMITS } from '../limits.ts'
import { lru } from '../lru.ts'

export type JobRunner = (job: SchemaJob) => Promise<SchemaJobOutcome>

/** What is stored was checked when it came. */
const STORED: ParseOptions = { isNew: false }
const DEPTH_PROBLEM: InvalidSchema = { message: 'The schema is nested too deeply' }

type Parse = (language: SchemaLanguage, source: SchemaSource, options: ParseOptions) => Result<ParsedSchema, InvalidSchema>

/** Runs jobs one after the other and keeps what it parsed last: a chain of comparisons reads each schema once. */
export function jobRunner(languages: (type: SchemaType) => Promise<SchemaLanguage> = languageOf): JobRunner {
  const parsed = lru<Result<ParsedSchema, InvalidSchema>>(SERVICE_LIMITS.parsed)
  const parse: Parse = (language, source, options) => {
    const key = keyOf(language, source, options)
    const known = parsed.get(key)
    if (known !== undefined) return known
    const result = guarded(() => language.parse(source, options))
    parsed.set(key, result, key.length)
    return result
  }
  return async (job) => {
    const language = await languages(job.type)
    switch (job.kind) {
      case 'parse':
        return outcomeOf(parse(language, job.source, job.options), (schema) => ({ kind: 'parsed', facts: factsOf(schema, job.normalize) }))
      case 'format':
        return formatted(parse(language, job.source, STORED), job.format)
      case 'compare': {
        const reader = parse(language, job.reader, STORED)
        if (!reader.ok) return { kind: 'invalid', problem: reader.error }
        const writer = parse(language, job.writer, STORED)
        return outcomeOf(writer, (old) => ({
          kind: 'compared',
          incompatibilities: language.incompatibilities(reader.value, old, job.policy, job.words),
        }))
      }
    }
  }
}

function factsOf(schema: ParsedSchema, normalize: boolean) {
  const { canonical, references, name, fieldNames } = schema
  const text = normalize ? schema.normalized() : { schema: canonical, references }
  return { schema: text.schema, references: text.references, name, fieldNames }
}

function formatted(schema: Result<ParsedSchema, InvalidSchema>, format: string): SchemaJobOutcome {
  if (!schema.ok) return { kind: 'invalid', problem: schema.error }
  const { value } = schema
  return outcomeOf(
    guarded(() => value.format(format)),
    (text) => ({ kind: 'formatted', text }),
  )
}

function outcomeOf<T>(result: Result<T, InvalidSchema>, outcome: (value: T) => SchemaJobOutcome): SchemaJobOutcome {
  if (!result.ok) return { kind: 'invalid', problem: result.error }
  const { value } = result
  const run = guarded(() => ok(outcome(value)))
  return run.ok ? run.value : { kind: 'invalid', problem: run.error }
}

/** Languages bound their depth; should the stack be shorter than they think, it is the schema's fault all the same. */
function guarded<T>(run: () => Result<T, InvalidSchema>): Result<T, InvalidSchema> {
  try {
    return run()
  } catch (error) {
    if (error instanceof RangeError) return fail(DEPTH_PROBLEM)
    throw error
  }
}

function keyOf({ type }: SchemaLanguage, { schema, references, resolved }: SchemaSource, { isNew }: ParseOptions): string {
  const needs = references.length === 0 ? '' : JSON.stringify([references, ...resolved])
  return `${type} ${isNew} ${needs}\n${schema}`
}
