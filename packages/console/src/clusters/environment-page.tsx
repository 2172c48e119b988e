import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { environmentQuery } from '../environments/queries.ts'
import { ENVIRONMENT } from '../routes/paths.ts'
import { Page } from '../ui/page.tsx'
import { Loaded } from '../ui/state.tsx'
import { CreateCluster } from './create-cluster.tsx'
import { ClusterCards } from './cluster-cards.tsx'

export function EnvironmentPage() {
  const { environment } = useParams({ from: ENVIRONMENT })
  const query = useQuery(environmentQuery(environment))
  return (
    <Page
      title={query.data?.display_name ?? environment}
      sub={`Environment ${environment}`}
      actions={<CreateCluster environment={environment} />}
    >
      <Loaded query={query}>{() => <ClusterCards environment={environment} />}</Loaded>
    </Page>
  )
}
