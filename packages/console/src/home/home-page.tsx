import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ClusterCards } from '../clusters/cluster-cards.tsx'
import { CreateEnvironment } from '../environments/create-environment.tsx'
import { environmentsQuery } from '../environments/queries.ts'
import { ENVIRONMENT } from '../routes/paths.ts'
import { Badge } from '../ui/badge.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Loaded } from '../ui/state.tsx'
import styles from './home.module.css'

export function HomePage() {
  const query = useQuery(environmentsQuery)
  return (
    <Page title="Environments" actions={<CreateEnvironment />}>
      <Loaded query={query}>
        {(environments) =>
          environments.length === 0 ? (
            <Empty title="No environments">An environment holds clusters and their schemas. Create the first.</Empty>
          ) : (
            environments.map(({ id, display_name, stream_governance_config }) => (
              <section key={id} className={styles['environment']}>
                <h2>
                  <Link to={ENVIRONMENT} params={{ environment: id }}>
                    {display_name}
                  </Link>
                  <span className={styles['id']}>{id}</span>
                  {stream_governance_config === undefined ? null : <Badge>{stream_governance_config.package.toLowerCase()}</Badge>}
                </h2>
                <ClusterCards environment={id} />
              </section>
            ))
          )
        }
      </Loaded>
    </Page>
  )
}
