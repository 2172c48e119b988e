import type { RegistryService } from '../service/registry-service.ts'
import type { QualifiedSubject, StoredVersion } from '../state/contract.ts'
import { queries, subjectOf, subjectText } from '../state/index.ts'
import type { FoundSchema, SchemaRef } from './contract.ts'
import type { WriteRegistry } from './write-by-schema.ts'

export interface Onlooker {
  /** Whose schemas: the `lsrc-…` of the environment, or `default`. */
  readonly tenant: string
  /** By the subject as the API names it. */
  readonly mayRead: (subject: string) => boolean
}

/** A registry of this process for reading and writing records by schema. What the onlooker may not read is not there. */
export function registryFor(service: RegistryService, { tenant, mayRead }: Onlooker): WriteRegistry {
  const isSeen = ({ subject }: StoredVersion): boolean => mayRead(subjectText(subject))
  return {
    async lookUp(ref) {
      await settled(service)
      const found = versionsOf(service, tenant, ref).find(isSeen)
      return found === undefined ? null : foundSchema(service, found)
    },
    async latestId(subject) {
      await settled(service)
      const found = queries.version(service.state, queries.resolveAlias(service.state, subjectOf(tenant, subject)), 'latest', 'active')
      return found !== null && isSeen(found) ? found.id : null
    },
  }
}

/** All that carry the id or the GUID, in any subject: one that may be read is enough. */
function versionsOf({ state }: RegistryService, tenant: string, ref: SchemaRef): readonly StoredVersion[] {
  if (ref.kind === 'id') return versionsOfId(ref.id, subjectOf(tenant, ''))
  const ids = queries.idsOfGuid(state, tenant, ref.guid)
  return ids.flatMap(({ context, id }) => versionsOfId(id, { tenant, context, name: '' }))

  function versionsOfId(id: number, scope: QualifiedSubject): readonly StoredVersion[] {
    return queries.versionsOfId(state, scope, id, 'all') ?? []
  }
}

function foundSchema({ state }: RegistryService, version: StoredVersion): FoundSchema {
  const { schemaType, schema, references, id, guid, subject } = version
  return {
    type: schemaType,
    source: { schema, references, resolved: queries.resolvedOf(state, version) },
    id,
    guid,
    subject: subjectText(subject),
  }
}

/** What is shown is durable. */
async function settled(service: RegistryService): Promise<void> {
  const outcome = await service.settled()
  if (!outcome.ok) throw new Error(outcome.error.message)
}
