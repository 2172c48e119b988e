/**
 * Random calls on two tenants with three contexts each, beside a model that knows only what clients were told. After each call:
 *   - an id was never given to two schemas of a context, and versions of a subject rise as long as it is there
 *   - each answer can be read back under its id and its version, until it is deleted for good
 * At the end: replaying the log, each prefix of it, and what compaction leaves of it gives the state that was there.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type QualifiedSubject, type StoredVersion, queries } from '../state/index.ts'
import { recordText, subjectOf } from '../state/names.ts'
import { decisions } from './index.ts'
import { type TestRegistry, compacted, everything, openRegistry, replay } from './testing/fixture.ts'

const SEED = 20_260_801
const RUNS = 60
/** Of one run, at most. */
const CALLS = 80
const TENANTS = ['default', 'lsrc-a1']
const OPTIONS = { tenants: 'by-prefix' } as const

/** Mostly few, so that calls meet. */
const tenants = fc.constantFrom('default', 'default', 'default', 'lsrc-a1')
const subjects = fc.record({ tenant: tenants, text: fc.constantFrom('s', 's', 't', ':.c:s', ':.c:s', ':.d:s') })
const scopes = fc.record({ tenant: tenants, text: fc.constantFrom('', 's', ':.c:', ':.c:s', ':.__GLOBAL:') })
const numbers = fc.integer({ min: 1, max: 5 })
/** Softly, for good, or one after the other. */
const steps = fc.constantFrom([false], [true], [false, true])
const versions = fc.constantFrom(1, 1, 2, 2, 3, 'latest' as const)

const calls = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      call: fc.constant('register' as const),
      subject: subjects,
      schema: numbers,
      refers: fc.constantFrom(false, false, false, true),
      version: fc.constantFrom(0, 0, 0, 0, 0, -1),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      call: fc.constant('import' as const),
      subject: subjects,
      schema: numbers,
      id: fc.integer({ min: 1, max: 12 }),
      version: numbers,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      call: fc.constant('delete-subject' as const),
      subject: subjects,
      steps: steps,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      call: fc.constant('delete-version' as const),
      subject: subjects,
      version: versions,
      steps: steps,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      call: fc.constant('config' as const),
      scope: scopes,
      level: fc.constantFrom('FULL', 'NONE', null),
      alias: fc.constantFrom('s', null),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      call: fc.constant('mode' as const),
      scope: scopes,
      mode: fc.constantFrom('READWRITE', 'READWRITE', 'READWRITE', 'READONLY', 'IMPORT', 'IMPORT'),
      force: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      call: fc.constant('delete-context' as const),
      tenant: fc.constantFrom(...TENANTS),
      context: fc.constantFrom('.c', '.d'),
    }),
  },
)

type Call = typeof calls extends fc.Arbitrary<infer T> ? T : never

/** What clients were told and may rely on. */
interface Model {
  /** Tenant, context and id to the GUID that it was given for. */
  readonly ids: Map<string, string>
  readonly answers: Map<string, StoredVersion>
}

function run(registry: TestRegistry, model: Model, call: Call): void {
  const { state, decide } = registry
  const of = ({ tenant, text }: { readonly tenant: string; readonly text: string }): QualifiedSubject => subjectOf(tenant, text)
  switch (call.call) {
    case 'register': {
      const references = call.refers ? [{ name: 'n', subject: 't', version: -1 }] : []
      return told(
        registry,
        model,
        registry.register({ subject: of(call.subject), schema: `"${call.schema}"`, references, version: call.version }),
        false,
      )
    }
    case 'import': {
      const scope = of(call.subject)
      decide(decisions.putMode(state, { scope, mode: 'IMPORT', force: true, mutable: true }))
      const { id, version } = call
      told(registry, model, registry.register({ subject: scope, schema: `"${call.schema}"`, id, version }), true)
      decide(decisions.deleteMode(state, { scope, recursive: false, mutable: true }))
      return
    }
    case 'delete-subject':
      for (const permanent of call.steps) decide(decisions.deleteSubject(state, { subject: of(call.subject), permanent }))
      return
    case 'delete-version':
      for (const permanent of call.steps)
        decide(decisions.deleteVersion(state, { subject: of(call.subject), version: call.version, permanent }))
      return
    case 'config':
      return void decide(
        decisions.putConfig(state, { scope: of(call.scope), update: { compatibilityLevel: call.level, alias: call.alias } }),
      )
    case 'mode':
      return void decide(decisions.putMode(state, { scope: of(call.scope), mode: call.mode, force: call.force, mutable: true }))
    case 'delete-context':
      return void decide(decisions.deleteContext(state, { tenant: call.tenant, context: call.context }))
  }
}

function told({ state }: TestRegistry, { ids, answers }: Model, answer: ReturnType<TestRegistry['register']>, isImport: boolean): void {
  expect(answer).not.toBe('stale')
  if (answer === 'stale' || !('guid' in answer)) return
  const { subject, id, guid, version } = answer
  const idText = `${subject.tenant} ${subject.context} ${id}`
  // Only an import may give an id again that was deleted for good: it says itself which.
  if (!isImport) expect(ids.get(idText) ?? guid).toBe(guid)
  ids.set(idText, guid)
  answers.set(`${recordText(subject)} ${version}`, answer)
  const stored = queries.version(state, subject, version, 'active')
  expect(stored).toMatchObject({ id, guid, schema: answer.schema })
  expect(queries.byId(state, { ...subject, name: '' }, id)?.guid).toBe(guid)
}

function checkState({ state }: TestRegistry, { answers }: Model): void {
  for (const tenant of TENANTS) {
    const all = queries.schemas(state, { tenant, prefix: ':*:', deletion: 'all' }, { latestOnly: false, aliases: false })
    const guids = new Map<string, string>()
    for (const { subject, id, guid, version } of all) {
      const text = `${subject.context} ${id}`
      expect(guids.get(text) ?? guid).toBe(guid)
      guids.set(text, guid)
      expect(id).toBeLessThanOrEqual(queries.maxId(state, subject))
      expect(answers.get(`${recordText(subject)} ${version}`)?.guid).toBe(guid)
    }
    expect(queries.schemaCount(state, tenant)).toBe(all.length)
  }
  expect(state.skipped).toEqual({ badKeys: 0, badValues: 0, unknownKeyTypes: 0, duplicateIds: 0 })
}

test('random calls keep the promises of the registry, and its log gives it back', () => {
  fc.assert(
    fc.property(fc.array(calls, { minLength: CALLS / 2, maxLength: CALLS, size: 'max' }), fc.nat(), (sequence, cut) => {
      const registry = openRegistry(OPTIONS)
      const model: Model = { ids: new Map(), answers: new Map() }
      const prefixes: { length: number; seen: unknown }[] = []
      for (const call of sequence) {
        run(registry, model, call)
        checkState(registry, model)
        prefixes.push({ length: registry.log.length, seen: null })
        if (prefixes.length - 1 === cut % Math.max(1, sequence.length)) prefixes.at(-1)!.seen = everything(registry.state, TENANTS)
      }
      const then = prefixes.find(({ seen }) => seen !== null)
      if (then !== undefined) expect(everything(replay(registry.log.slice(0, then.length), OPTIONS), TENANTS)).toEqual(then.seen)
      const now = everything(registry.state, TENANTS)
      expect(everything(replay(registry.log, OPTIONS), TENANTS)).toEqual(now)
      expect(everything(replay(compacted(registry.log), OPTIONS), TENANTS)).toEqual(now)
    }),
    { seed: SEED, numRuns: RUNS },
  )
})
