/** A registry without a store: what is decided is written to a log as text, read back and applied, as the store would. */
import type { Change } from '@leat/store'
import type { ParsedFacts } from '../../schemas/work.ts'
import { type RecordText, printRecord, readRecord } from '../../records/format.ts'
import { type RegistryState, type StateOptions, type StoredVersion, apply, queries, registrySchema, subjectOf } from '../../state/index.ts'
import { type Decided, type Problem, type RegisterRequest, decisions } from '../index.ts'

const OPTIONS: StateOptions = { compatibilityLevel: 'BACKWARD', firstId: 1, tenants: 'single' }

export const subject = (text: string, tenant = 'default') => subjectOf(tenant, text)

export interface TestRegistry {
  readonly state: RegistryState
  readonly log: readonly RecordText[]
  readonly write: (changes: readonly Change[]) => void
  /** Applies what was decided. @returns the answer, or the problem */
  readonly decide: <A>(decided: Decided<A>) => A | Problem
  readonly register: (
    request: Partial<RegisterRequest> & Pick<RegisterRequest, 'subject'>,
    options?: RegisterTestOptions,
  ) => StoredVersion | Problem | 'stale'
}

export interface RegisterTestOptions {
  readonly verdict?: readonly string[]
  readonly schemasMax?: number | null
  readonly omitsAvroType?: boolean
  readonly fieldNames?: readonly string[]
  /** Between the check and the decision. */
  readonly meanwhile?: () => void
}

export function openRegistry(options: Partial<StateOptions> = {}): TestRegistry {
  const state = registrySchema({ ...OPTIONS, ...options }).empty()
  const log: RecordText[] = []
  const write = (changes: readonly Change[]): void => {
    for (const change of changes) {
      const text = printRecord(change)
      log.push(text)
      const { key, value } = readRecord(text)
      apply(state, key, value)
    }
  }
  return {
    state,
    log,
    write,
    decide(decided) {
      if (!decided.ok) return decided.error
      write(decided.value.changes)
      return decided.value.answer
    },
    register(given, { verdict = [], schemasMax = null, omitsAvroType = false, fieldNames = [], meanwhile } = {}) {
      const plan = decisions.planRegistration(state, { ...REQUEST, ...given })
      if (!plan.ok) return plan.error
      const { source } = plan.value.parse
      const facts: ParsedFacts = { schema: source.schema, references: source.references, name: null, fieldNames }
      const check = decisions.checkRegistration(state, plan.value, facts)
      if (!check.ok) return check.error
      meanwhile?.()
      const outcome = decisions.register(state, {
        check: check.value,
        sameAs: null,
        verdict,
        options: { schemasMax, nowMs: 1, omitsAvroType },
      })
      if (!outcome.ok) return outcome.error.kind === 'stale' ? 'stale' : outcome.error.problem
      write(outcome.value.changes)
      return outcome.value.answer.version
    },
  }
}

const REQUEST: RegisterRequest = {
  subject: subject('s'),
  schema: '"string"',
  schemaType: 'AVRO',
  references: [],
  metadata: null,
  ruleSet: null,
  id: null,
  version: 0,
  normalize: false,
  force: false,
}

/** Of a log that somebody wrote, as text; undefined: no value. */
export function replay(log: readonly RecordText[], options: Partial<StateOptions> = {}): RegistryState {
  const state = registrySchema({ ...OPTIONS, ...options }).empty()
  for (const record of log) {
    const { key, value } = readRecord(record)
    apply(state, key, value)
  }
  return state
}

/** What compaction leaves: the last value of each key, in offset order, without tombstones. */
export function compacted(log: readonly RecordText[]): readonly RecordText[] {
  const last = new Map<string, RecordText>()
  for (const record of log) {
    last.delete(record.key)
    last.set(record.key, record)
  }
  return [...last.values()].filter(({ value }) => value !== null)
}

/** All that can be asked about some tenants, as plain data. */
export function everything(state: RegistryState, tenants: readonly string[]): unknown {
  return tenants.map((tenant) => {
    const contexts = queries.contexts(state, tenant)
    const versions = queries.schemas(state, { tenant, prefix: ':*:', deletion: 'all' }, { latestOnly: false, aliases: true })
    return {
      contexts: contexts.map((context) => {
        const scope = { tenant, context, name: '' }
        return { context, maxId: queries.maxId(state, scope), config: queries.config(state, scope), mode: queries.mode(state, scope) }
      }),
      count: queries.schemaCount(state, tenant),
      versions: versions.map(({ ts: _ts, ...version }) => ({
        ...version,
        referencedBy: queries.referencedBy(state, version.subject, version.version),
        ids: queries.idsOfGuid(state, tenant, version.guid),
        latest: queries.version(state, version.subject, 'latest', 'all')?.version,
        config: queries.configInScope(state, version.subject),
        mode: queries.modeInScope(state, version.subject),
      })),
    }
  })
}
