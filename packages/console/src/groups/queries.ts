import { queryOptions } from '@tanstack/react-query'
import { type Answer, call } from '../api/client.ts'

const LIVE_MS = 5_000

export type GroupSummary = Answer<'listGroupViews'>['data'][number]
export type Group = Answer<'getGroupView'>
export type GroupPartition = Group['partitions'][number]

export const groupsQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['groups', cluster],
    queryFn: async ({ signal }) => (await call('listGroupViews', { params: { cluster_id: cluster }, signal })).data,
    refetchInterval: LIVE_MS,
  })

export const groupQuery = (cluster: string, group: string) =>
  queryOptions({
    queryKey: ['groups', cluster, group],
    queryFn: ({ signal }) => call('getGroupView', { params: { cluster_id: cluster, consumer_group_id: group }, signal }),
    refetchInterval: LIVE_MS,
  })
