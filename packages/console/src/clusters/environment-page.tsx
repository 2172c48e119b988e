import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { environmentQuery } from '../environments/queries.ts'
import { ENVIRONMENT } from '../routes/paths.ts'
import { Page } from '../ui/page.tsx'
import { Loaded } from '../ui/state.tsx'
import { ClusterCards } from './cluster-cards.tsx'

export function EnvironmentPage() {
  const { environment } = useParams({ from: ENVIRONMENT })
  const query = useQuery(environmentQuery(environment))
  return (
    <Loaded query={query}>
      {({ display_name }) => (
        <Page title={display_name} sub={environment}>
          <ClusterCards environment={environment} />
        </Page>
      )}
    </Loaded>
  )
}
