import { queryOptions } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { everyPage } from '../api/pages.ts'

/** Clusters that are being made change their phase by themselves. */
const PHASE_MS = 2_000

export const clustersQuery = (environment: string) =>
  queryOptions({
    queryKey: ['clusters', environment],
    queryFn: ({ signal }) => everyPage((page) => call('listCmkV2Clusters', { query: { environment, ...page }, signal })),
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => status.phase === 'PROVISIONING') === true ? PHASE_MS : false),
  })

export const clusterQuery = (environment: string, id: string) =>
  queryOptions({
    queryKey: ['clusters', environment, id],
    queryFn: ({ signal }) => call('getCmkV2Cluster', { params: { id }, query: { environment }, signal }),
    refetchInterval: ({ state }) => (state.data?.status.phase === 'PROVISIONING' ? PHASE_MS : false),
  })
