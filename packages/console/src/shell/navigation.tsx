import { Link, type LinkProps, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import styles from './shell.module.css'

interface Item {
  readonly label: string
  readonly to: NonNullable<LinkProps['to']>
  readonly exact?: boolean
}

const CLUSTER: readonly Item[] = [
  { label: 'Overview', to: '/environments/$environment/clusters/$cluster', exact: true },
  { label: 'Topics', to: '/environments/$environment/clusters/$cluster/topics' },
]

const ENVIRONMENT: readonly Item[] = [{ label: 'Clusters', to: '/environments/$environment', exact: true }]

const ORGANIZATION: readonly Item[] = [{ label: 'Environments', to: '/', exact: true }]

/** The nearest first: what can be done in this cluster, this environment, this organization. */
export function Navigation() {
  const { environment, cluster } = useParams({ strict: false })
  return (
    <>
      {cluster === undefined ? null : <Group heading={`Cluster ${cluster}`} items={CLUSTER} params={{ environment, cluster }} />}
      {environment === undefined ? null : <Group heading={`Environment ${environment}`} items={ENVIRONMENT} params={{ environment }} />}
      <Group heading="Organization" items={ORGANIZATION} params={{}} />
    </>
  )
}

function Group({ heading, items, params }: { readonly heading: string; readonly items: readonly Item[]; readonly params: object }): ReactNode {
  return (
    <div className={styles['group']}>
      <div className={styles['heading']} title={heading}>
        {heading}
      </div>
      {items.map(({ label, to, exact = false }) => (
        <Link key={label} to={to} params={params as never} className={styles['item']} activeOptions={{ exact, includeSearch: false }}>
          {label}
        </Link>
      ))}
    </div>
  )
}
