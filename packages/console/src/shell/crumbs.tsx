import { Link, useParams } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { clusterQuery } from '../clusters/queries.ts'
import { environmentQuery } from '../environments/queries.ts'
import styles from './shell.module.css'

/** Where one is: environment, cluster. */
export function Crumbs() {
  const { environment, cluster } = useParams({ strict: false })
  return (
    <nav className={styles['crumbs']} aria-label="Breadcrumb">
      {environment === undefined ? null : <EnvironmentCrumb id={environment} />}
      {environment === undefined || cluster === undefined ? null : <ClusterCrumb environment={environment} id={cluster} />}
    </nav>
  )
}

function EnvironmentCrumb({ id }: { readonly id: string }) {
  const { data } = useQuery(environmentQuery(id))
  return (
    <>
      <span aria-hidden="true">/</span>
      <Link to="/environments/$environment" params={{ environment: id }}>
        {data?.display_name ?? id}
      </Link>
    </>
  )
}

function ClusterCrumb({ environment, id }: { readonly environment: string; readonly id: string }) {
  const { data } = useQuery(clusterQuery(environment, id))
  return (
    <>
      <span aria-hidden="true">/</span>
      <Link to="/environments/$environment/clusters/$cluster" params={{ environment, cluster: id }}>
        {data?.spec.display_name ?? id}
      </Link>
    </>
  )
}
