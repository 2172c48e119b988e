import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { perSecond } from '../ui/format.ts'

const LIVE_MS = 5_000

export const overviewQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['overview', cluster],
    queryFn: ({ signal }) => call('getClusterOverview', { params: { cluster_id: cluster }, signal }),
    refetchInterval: LIVE_MS,
  })

/** In and out, live, in one line that does not change its width. */
export function Throughput({ cluster }: { readonly cluster: string }) {
  const { data } = useQuery(overviewQuery(cluster))
  if (data === undefined) return <span>…</span>
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums' }}>
      {perSecond(data.now.ingress_bytes)} in · {perSecond(data.now.egress_bytes)} out
    </span>
  )
}
