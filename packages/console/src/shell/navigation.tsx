import { Link, type LinkProps, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import {
  ACLS,
  API_KEYS,
  AUDIT_LOG,
  CLUSTER as CLUSTER_PATH,
  CONNECT,
  ENVIRONMENT as ENVIRONMENT_PATH,
  GROUPS,
  ROLE_BINDINGS,
  SCHEMAS,
  SERVICE_ACCOUNTS,
  TOPICS,
} from '../routes/paths.ts'
import styles from './shell.module.css'

interface Item {
  readonly label: string
  readonly to: NonNullable<LinkProps['to']>
  readonly exact?: boolean
}

const CLUSTER: readonly Item[] = [
  { label: 'Overview', to: CLUSTER_PATH, exact: true },
  { label: 'Topics', to: TOPICS },
  { label: 'Consumer groups', to: GROUPS },
  { label: 'ACLs', to: ACLS },
  { label: 'Connect a client', to: CONNECT },
]

const ENVIRONMENT: readonly Item[] = [
  { label: 'Clusters', to: ENVIRONMENT_PATH, exact: true },
  { label: 'Schemas', to: SCHEMAS },
]

const ORGANIZATION: readonly Item[] = [
  { label: 'Environments', to: '/', exact: true },
  { label: 'API keys', to: API_KEYS },
  { label: 'Service accounts', to: SERVICE_ACCOUNTS },
  { label: 'Role bindings', to: ROLE_BINDINGS },
  { label: 'Audit log', to: AUDIT_LOG },
]

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

function Group({
  heading,
  items,
  params,
}: {
  readonly heading: string
  readonly items: readonly Item[]
  readonly params: object
}): ReactNode {
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
