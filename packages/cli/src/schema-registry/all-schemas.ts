import { ok, type Result } from '@leat/base'
import { type Complaint, failed } from '../complaint.ts'
import type { RegistryCalls } from '@leat/api/calls'
import type { AskRegistry } from '../session/ask.ts'

type ListedSchema = RegistryCalls['getSchemas']['answer'][number]

/** As many as the registry answers at once. */
const PAGE_SCHEMAS = 1_000
const SCHEMAS_MAX = 1_000_000

/** Page after page. */
export async function allSchemas(
  ask: AskRegistry,
  filter: { readonly subjectPrefix: string; readonly deleted: boolean | undefined },
): Promise<Result<readonly ListedSchema[], Complaint>> {
  const schemas: ListedSchema[] = []
  while (schemas.length < SCHEMAS_MAX) {
    const page = await ask.one('getSchemas', { query: { ...filter, offset: schemas.length, limit: PAGE_SCHEMAS } })
    if (!page.ok) return page
    schemas.push(...page.value)
    if (page.value.length < PAGE_SCHEMAS) return ok(schemas)
  }
  return failed(`there are more than ${SCHEMAS_MAX} schemas`, 'Name a prefix.')
}
