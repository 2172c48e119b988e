import { fail, ok, type Result } from '@leat/base'
import type { Problem } from '../decide/contract.ts'
import { problems } from '../decide/index.ts'
import type { ParsedFacts, SchemaJob, SchemaJobOutcome, SchemaWorker } from '../schemas/work.ts'
import { SERVICE_LIMITS } from './limits.ts'
import { lru } from './lru.ts'

/** Schemas read and compared by the worker; what was read lately is answered without it. */
export interface Reader {
  /** Problem 42201 when the text is no schema. */
  parse(job: Extract<SchemaJob, { kind: 'parse' }>): Promise<Result<ParsedFacts, Problem>>
  /** `pair`: the GUIDs of both sides, under which a success is remembered. A stored schema that is none any more is an outcome. */
  compare(job: Extract<SchemaJob, { kind: 'compare' }>, pair: string): Promise<Result<SchemaJobOutcome, Problem>>
  format(job: Extract<SchemaJob, { kind: 'format' }>): Promise<Result<string, Problem>>
}

const COMPATIBLE: SchemaJobOutcome = { kind: 'compared', incompatibilities: [] }

export function readerOf(worker: SchemaWorker): Reader {
  const read = lru<ParsedFacts>(SERVICE_LIMITS.readTexts)
  const compatible = lru<true>(SERVICE_LIMITS.comparisons)

  const run = async (job: SchemaJob): Promise<Result<Exclude<SchemaJobOutcome, { kind: 'invalid' }>, Problem>> => {
    const outcome = await worker.run(job)
    if (outcome.kind === 'timeout') return fail(problems.schemaTimeout(job.type, outcome.afterMs))
    if (outcome.kind === 'invalid') return fail(problems.invalidSchema(job.type, outcome.problem))
    return ok(outcome)
  }
  return {
    async parse(job) {
      const key = keyOf(job)
      const known = read.get(key)
      if (known !== undefined) return ok(known)
      const outcome = await run(job)
      if (!outcome.ok) return outcome
      const { facts } = expectKind(outcome.value, 'parsed')
      read.set(key, facts, key.length + facts.schema.length)
      return ok(facts)
    },
    async compare(job, pair) {
      const key = `${pair} ${job.policy} ${job.words.reader}`
      if (compatible.get(key) !== undefined) return ok(COMPATIBLE)
      const outcome = await worker.run(job)
      if (outcome.kind === 'timeout') return fail(problems.schemaTimeout(job.type, outcome.afterMs))
      if (outcome.kind === 'compared' && outcome.incompatibilities.length === 0) compatible.set(key, true, key.length)
      return ok(outcome)
    },
    async format(job) {
      const outcome = await run(job)
      return outcome.ok ? ok(expectKind(outcome.value, 'formatted').text) : outcome
    },
  }
}

function expectKind<K extends SchemaJobOutcome['kind']>(outcome: SchemaJobOutcome, kind: K): Extract<SchemaJobOutcome, { kind: K }> {
  if (outcome.kind !== kind) throw new Error(`the schema worker answered ${outcome.kind} instead of ${kind}`)
  return outcome as Extract<SchemaJobOutcome, { kind: K }>
}

function keyOf({ type, source, options, normalize }: Extract<SchemaJob, { kind: 'parse' }>): string {
  const needs = source.references.length === 0 ? '' : JSON.stringify([source.references, ...source.resolved])
  return `${type} ${options.isNew} ${normalize} ${needs}\n${source.schema}`
}
