import { fail, ok, type Result } from '@leat/base'
import type { Problem } from '../decide/contract.ts'
import { problems } from '../decide/index.ts'
import type { Reference, SchemaType } from '../schemas/contract.ts'
import type { ParsedFacts } from '../schemas/work.ts'
import { DEFAULT_CONTEXT, type Deletion, type IdentityOf, type QualifiedSubject, type StoredVersion } from '../state/contract.ts'
import type { Metadata, RuleSet } from '../governance/contract.ts'
import { queries } from '../state/index.ts'
import { unresolved } from './problems.ts'
import type { RegistryService } from './registry-service.ts'

export interface LookUp {
  readonly subject: QualifiedSubject
  readonly schema: string
  readonly schemaType: SchemaType
  readonly references: readonly Reference[]
  readonly metadata: Metadata | null
  readonly ruleSet: RuleSet | null
  readonly normalize: boolean
  readonly deletion: Deletion
}

/** POST /subjects/{s}: the version that has this schema; a plain subject that is nowhere in the default context is looked for in the others. */
export async function lookUp(service: RegistryService, wanted: LookUp): Promise<Result<StoredVersion, Problem>> {
  const here = await lookUpUnder(service, wanted.subject, wanted)
  if (!here.ok || here.value !== null) return here.ok ? ok(here.value!) : here
  const { subject, deletion } = wanted
  if (subject.context === DEFAULT_CONTEXT) {
    for (const context of queries.contexts(service.state, subject.tenant)) {
      const there = { ...subject, context }
      if (context === DEFAULT_CONTEXT || !queries.hasVersions(service.state, there, deletion)) continue
      const found = await lookUpUnder(service, there, wanted)
      if (found.ok && found.value !== null) return ok(found.value)
    }
  }
  return fail(queries.hasVersions(service.state, subject, deletion) ? problems.schemaNotFound(null) : problems.subjectNotFound(subject))
}

export async function lookUpUnder(
  service: RegistryService,
  subject: QualifiedSubject,
  wanted: LookUp,
): Promise<Result<StoredVersion | null, Problem>> {
  const { schema, schemaType, references, metadata, ruleSet, deletion } = wanted
  const closure = queries.resolveReferences(service.state, subject, references)
  if (!closure.ok) return fail(unresolved(schemaType, closure.error))
  const facts = await service.reader.parse({
    kind: 'parse',
    type: schemaType,
    source: { schema, references: closure.value.references, resolved: closure.value.resolved },
    options: { isNew: false },
    normalize: wanted.normalize || queries.configInScope(service.state, subject).normalize === true,
  })
  if (!facts.ok) return facts
  const identity: IdentityOf = { schema: facts.value.schema, references: facts.value.references, metadata, ruleSet }
  const { found, candidates } = queries.findExisting(service.state, subject, identity, deletion)
  return ok(found ?? (await sameWithInlined(service, facts.value, schemaType, candidates)))
}

/** The newest whose text is the same once what it refers to is written out in it. */
export async function sameWithInlined(
  { reader, state }: RegistryService,
  facts: ParsedFacts,
  schemaType: SchemaType,
  candidates: readonly StoredVersion[],
): Promise<StoredVersion | null> {
  for (const candidate of candidates) {
    if (candidate.schemaType !== schemaType) continue
    const source = { schema: candidate.schema, references: candidate.references, resolved: queries.resolvedOf(state, candidate) }
    const text = await reader.format({ kind: 'format', type: schemaType, source, format: 'resolved' })
    if (text.ok && text.value === facts.schema) return candidate
  }
  return null
}
