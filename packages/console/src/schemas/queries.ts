import { queryOptions, useQuery } from '@tanstack/react-query'
import { registryClustersQuery } from '../access/queries.ts'
import { callRegistry, type RegistryAnswer } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'

export type SubjectVersion = RegistryAnswer<'getSchemas'>[number]
export type Version = RegistryAnswer<'getSchemaByVersion'>
export type Reference = NonNullable<Version['references']>[number]

/** All queries of a registry begin so: what is registered or deleted may change any of them. */
export const registryKey = (registry: string) => ['registry', registry] as const

/** The registry that an environment has, by its id. */
export function useRegistry(environment: string) {
  const query = useQuery({ ...registryClustersQuery(environment), enabled: environment !== '' })
  return { query, registry: query.data?.[0]?.id ?? '' }
}

/** The latest version of each subject, in one request. */
export const subjectsQuery = (registry: string, deleted = false) =>
  queryOptions({
    queryKey: [...registryKey(registry), 'subjects', deleted],
    queryFn: ({ signal }) => callRegistry(registry, 'getSchemas', { query: { latestOnly: true, deleted }, signal }),
    enabled: registry !== '',
  })

export const versionsQuery = (registry: string, subject: string, deleted: boolean) =>
  queryOptions({
    queryKey: [...registryKey(registry), 'versions', subject, deleted],
    queryFn: ({ signal }) => callRegistry(registry, 'listVersions', { params: { subject }, query: { deleted }, signal }),
    enabled: registry !== '',
  })

export const versionQuery = (registry: string, subject: string, version: number, deleted: boolean) =>
  queryOptions({
    queryKey: [...registryKey(registry), 'version', subject, version, deleted],
    queryFn: ({ signal }) =>
      callRegistry(registry, 'getSchemaByVersion', { params: { subject, version: String(version) }, query: { deleted }, signal }),
    enabled: registry !== '' && version > 0,
  })

/** Ids of schemas that refer to it. */
export const referencedByQuery = (registry: string, subject: string, version: number) =>
  queryOptions({
    queryKey: [...registryKey(registry), 'referenced-by', subject, version],
    queryFn: ({ signal }) => callRegistry(registry, 'getReferencedBy', { params: { subject, version: String(version) }, signal }),
    enabled: registry !== '' && version > 0,
  })

/** The level of a subject and whether it is its own; `subject` empty: of all that have none. */
export const levelQuery = (registry: string, subject: string) =>
  queryOptions({
    queryKey: [...registryKey(registry), 'level', subject],
    queryFn: async ({ signal }): Promise<{ readonly level: string; readonly isOwn: boolean }> => {
      const all = await callRegistry(registry, 'getTopLevelConfig', { signal })
      const usual = all.compatibilityLevel ?? 'BACKWARD'
      if (subject === '') return { level: usual, isOwn: true }
      const own = await callRegistry(registry, 'getSubjectLevelConfig', {
        params: { subject },
        query: { defaultToGlobal: true },
        signal,
      }).catch(absent)
      return { level: own?.compatibilityLevel ?? usual, isOwn: own?.compatibilityLevel !== undefined && own.compatibilityLevel !== usual }
    },
    enabled: registry !== '',
  })

function absent(problem: unknown): null {
  if (problem instanceof ApiProblem && problem.status === 404) return null
  throw problem
}
