import { queryOptions } from '@tanstack/react-query'
import { type Answer, call } from '../api/client.ts'

export type Acl = Answer<'getKafkaAcls'>['data'][number]

export const aclsQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['acls', cluster],
    queryFn: async ({ signal }) => (await call('getKafkaAcls', { params: { cluster_id: cluster }, signal })).data,
  })
