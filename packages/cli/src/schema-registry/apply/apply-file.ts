import { ok, type Result } from '@leat/base'
import type { Complaint } from '../../complaint.ts'
import type { RegisterBody } from '../files.ts'
import { checkHere } from './check-here.ts'
import type { Applying } from './applying.ts'
import type { Outcome } from './outcome.ts'
import type { ReadFile } from './subjects.ts'

/** Where a file that others refer to stands; null: nowhere yet. */
export type Place = { readonly subject: string; readonly version: number } | null

/** What the registry refuses is an outcome; that it cannot be asked is a complaint. */
export async function applyFile(applying: Applying, read: ReadFile, placeOf: (path: string) => Place): Promise<Result<Outcome, Complaint>> {
  const { ask, dryRun, normalize, patiently } = applying
  const { file, needs, subject, problem } = read
  if (problem !== null) return ok({ kind: 'refused', why: [problem] })
  const references: { readonly name: string; readonly subject: string; readonly version: number }[] = []
  for (const { name, file: target } of needs) {
    const place = placeOf(target.path)
    // Only without registering: what it refers to is new, and the registry cannot know it.
    if (place === null) return checkHere(applying, read)
    references.push({ name, ...place })
  }
  const body: RegisterBody = { schema: file.text, schemaType: file.type, references }
  const call = { params: { subject }, query: { normalize }, body }
  const known = await patiently(() => ask.one('lookUpSchemaUnderSubject', call))
  if (known.ok) return ok({ kind: 'unchanged', id: known.value.id, version: known.value.version })
  if (known.error.status !== 404) return refusedOr(known.error)
  if (!dryRun) {
    const registered = await patiently(() => ask.one('register', call))
    return registered.ok
      ? ok({ kind: 'registered', id: registered.value.id, version: registered.value.version })
      : refusedOr(registered.error)
  }
  const checked = await patiently(() => ask.one('testCompatibilityForSubject', { ...call, query: { normalize, verbose: true } }))
  if (!checked.ok) return checked.error.status === 404 ? ok({ kind: 'compatible' }) : refusedOr(checked.error)
  const { is_compatible: isCompatible, messages = [] } = checked.value
  return ok(isCompatible ? { kind: 'compatible' } : { kind: 'refused', why: messages })
}

/** 409 and 422 are about this schema; anything else would come for the next ones, too. */
function refusedOr(complaint: Complaint): Result<Outcome, Complaint> {
  if (complaint.status === 409 || complaint.status === 422) return ok({ kind: 'refused', why: [complaint.text] })
  return { ok: false, error: complaint }
}
