import { queryOptions } from '@tanstack/react-query'
import { call } from '../api/client.ts'

const LIVE_MS = 5_000

export const topicsQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['topics', cluster],
    queryFn: async ({ signal }) => (await call('listTopicViews', { params: { cluster_id: cluster }, signal })).data,
    refetchInterval: LIVE_MS,
  })

export const partitionsQuery = (cluster: string, topic: string) =>
  queryOptions({
    queryKey: ['partitions', cluster, topic],
    queryFn: async ({ signal }) => (await call('listPartitionViews', { params: { cluster_id: cluster, topic_name: topic }, signal })).data,
    refetchInterval: LIVE_MS,
  })

export const settingsQuery = (cluster: string, topic: string) =>
  queryOptions({
    queryKey: ['topic-settings', cluster, topic],
    queryFn: async ({ signal }) =>
      (await call('listKafkaTopicConfigs', { params: { cluster_id: cluster, topic_name: topic }, signal })).data,
  })
