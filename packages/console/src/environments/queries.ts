import { queryOptions } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { everyPage } from '../api/pages.ts'

export const environmentsQuery = queryOptions({
  queryKey: ['environments'],
  queryFn: ({ signal }) => everyPage((page) => call('listOrgV2Environments', { query: page, signal })),
})

export const environmentQuery = (id: string) =>
  queryOptions({ queryKey: ['environments', id], queryFn: ({ signal }) => call('getOrgV2Environment', { params: { id }, signal }) })
