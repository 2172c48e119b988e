import type { FoundSchema, SchemaLookUp, SchemaRef } from '@leat/registry/serde'
import { fail, ok, type Result } from '@leat/base'
import { type Complaint, complaint } from '../complaint.ts'
import type { RegistryCalls } from '@leat/api/calls'
import type { AskRegistry } from '../session/ask.ts'
import type { Reference } from './files.ts'

/** The registry could not be asked, or refuses: not what a record is about. */
class LookUpFault extends Error {
  override readonly name = 'LookUpFault'
  readonly complaint: Complaint

  constructor(why: Complaint) {
    super(why.text)
    this.complaint = why
  }
}

/** Runs what may throw LookUpFault. */
export async function withLookUps<T>(work: () => Promise<Result<T, Complaint>>): Promise<Result<T, Complaint>> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof LookUpFault) return fail(error.complaint)
    throw error
  }
}

/** As many as the registry lets a schema refer to. */
const REFERENCES_MAX = 1_000

/** @throws LookUpFault */
export function lookUpFrom(ask: AskRegistry): SchemaLookUp {
  return async (ref) => {
    const found = await bySchemaRef(ask, ref)
    if (!found.ok) {
      if (found.error.status === 404) return null
      throw new LookUpFault(found.error)
    }
    return foundSchema(ask, ref, found.value)
  }
}

type Answer = RegistryCalls['getSchema']['answer']

function bySchemaRef(ask: AskRegistry, ref: SchemaRef): Promise<Result<Answer, Complaint>> {
  if (ref.kind === 'guid') return ask.one('getSchemaByGuid', { params: { guid: ref.guid } })
  return ask.one('getSchema', { params: { id: String(ref.id) } })
}

/** Texts of what a schema refers to, by the names it has there; what a schema needs stands before it. */
export async function closureOf(
  ask: AskRegistry,
  references: readonly Reference[],
): Promise<Result<ReadonlyMap<string, string>, Complaint>> {
  const resolved = new Map<string, string>()
  const fetched = await resolve(ask, references, resolved, 0)
  return fetched.ok ? ok(resolved) : fetched
}

async function foundSchema(
  ask: AskRegistry,
  ref: SchemaRef,
  { schema = '', schemaType, references = [], guid }: Answer,
): Promise<FoundSchema> {
  const closure = await closureOf(ask, references)
  if (!closure.ok) throw new LookUpFault(closure.error)
  return {
    type: schemaType === 'JSON' || schemaType === 'PROTOBUF' ? schemaType : 'AVRO',
    source: { schema, references, resolved: closure.value },
    id: ref.kind === 'id' ? ref.id : null,
    guid: guid ?? (ref.kind === 'guid' ? ref.guid : null),
    subject: null,
  }
}

/** Of two with one name the first counts. */
async function resolve(
  ask: AskRegistry,
  references: readonly Reference[],
  resolved: Map<string, string>,
  depth: number,
): Promise<Result<null, Complaint>> {
  for (const { name, subject, version } of references) {
    if (resolved.has(name)) continue
    if (resolved.size >= REFERENCES_MAX || depth >= REFERENCES_MAX)
      return fail(complaint(`the schema refers to more than ${REFERENCES_MAX} schemas`))
    const found = await ask.one('getSchemaByVersion', { params: { subject, version: String(version) }, query: { deleted: true } })
    if (!found.ok) return found
    const below = await resolve(ask, found.value.references ?? [], resolved, depth + 1)
    if (!below.ok) return below
    resolved.set(name, found.value.schema ?? '')
  }
  return ok(null)
}
