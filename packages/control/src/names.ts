import type { CrnPart } from './crn.ts'
import type { Cluster, Environment, RegistryCluster } from './entities.ts'

/** CRN parts and paths of what an organization owns. */
export function organizationName(organization: string): readonly CrnPart[] {
  return [['organization', organization]]
}

export function environmentName({ organization, id }: Pick<Environment, 'organization' | 'id'>): readonly CrnPart[] {
  return [...organizationName(organization), ['environment', id]]
}

/** Tools cut it at `/kafka=` for the cluster's own name in role bindings. */
export function clusterName(cluster: Pick<Cluster, 'organization' | 'environment' | 'id'>): readonly CrnPart[] {
  return [...cloudClusterName(cluster), ['kafka', cluster.id]]
}

function cloudClusterName({ organization, environment, id }: Pick<Cluster, 'organization' | 'environment' | 'id'>): readonly CrnPart[] {
  return [...environmentName({ organization, id: environment }), ['cloud-cluster', id]]
}

export function registryName({
  organization,
  environment,
  id,
}: Pick<RegistryCluster, 'organization' | 'environment' | 'id'>): readonly CrnPart[] {
  return [...environmentName({ organization, id: environment }), ['schema-registry', id]]
}

export const environmentPath = (id: string): string => `/org/v2/environments/${id}`
export const clusterPath = (id: string): string => `/cmk/v2/clusters/${id}`
