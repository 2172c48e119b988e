import { queryOptions } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { everyPage } from '../api/pages.ts'

export const serviceAccountsQuery = queryOptions({
  queryKey: ['service-accounts'],
  queryFn: ({ signal }) => everyPage((page) => call('listIamV2ServiceAccounts', { query: page, signal })),
})

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => everyPage((page) => call('listIamV2ApiKeys', { query: page, signal })),
})

export const registryClustersQuery = (environment: string) =>
  queryOptions({
    queryKey: ['registry-clusters', environment],
    queryFn: ({ signal }) => everyPage((page) => call('listSrcmV3Clusters', { query: { environment, ...page }, signal })),
  })

export const ROLE_BINDINGS_KEY = ['role-bindings'] as const

/** Everything within the organization: the API wants to be told where to look. */
export const roleBindingsQuery = (organization: string) =>
  queryOptions({
    queryKey: [...ROLE_BINDINGS_KEY, organization],
    queryFn: ({ signal }) =>
      everyPage((page) =>
        call('listIamV2RoleBindings', { query: { crn_pattern: `crn://confluent.cloud/organization=${organization}/*`, ...page }, signal }),
      ),
    enabled: organization !== '',
  })

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => everyPage((page) => call('listIamV2Users', { query: page, signal })),
})
