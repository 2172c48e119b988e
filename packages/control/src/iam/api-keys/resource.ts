import type { KeyResource } from '@leat/access'
import { ok, type Result } from '@leat/base'
import type { Problem } from '@leat/rest'
import type { PlatformFacts, Scope } from '../../context.ts'
import { crn, type CrnPart } from '../../crn.ts'
import type { ApiKey } from '../../entities.ts'
import type { ControlState } from '../../state.ts'
import { invalid } from '../problems.ts'
import type { ReferenceInput } from './api.ts'

const POINTER = '/spec/resource'

/**
 * What a key is for, from how tools name it: nothing or `cloud`, `global`, or the id of a cluster whose kind its prefix tells (Terraform sends id and
 * kind `Cluster` for all of them, no environment). A cluster of another organization is as absent as one that never was.
 */
export function readResource(
  state: ControlState,
  organization: string,
  reference: ReferenceInput | null | undefined,
): Result<KeyResource, Problem> {
  const id = reference?.id ?? 'cloud'
  const kind = reference?.kind?.toLowerCase()
  if (id === 'cloud' && (kind === undefined || kind === 'cloud')) return ok({ kind: 'cloud' })
  if (id === 'global' && (kind === undefined || kind === 'global')) return ok({ kind: 'global' })
  if (id.startsWith('lkc-')) {
    const cluster = state.cluster.get(id)
    const isThere = cluster?.organization === organization && cluster.phase !== 'DELETING'
    if (isThere && fits(reference, cluster.environment)) return ok({ kind: 'kafka', id, environment: cluster.environment })
    return invalid(`${POINTER}/id`, `There is no Kafka cluster '${id}': resource not found`)
  }
  if (id.startsWith('lsrc-')) {
    const registry = state['registry-cluster'].get(id)
    const isThere = registry?.organization === organization
    if (isThere && fits(reference, registry.environment)) return ok({ kind: 'schema-registry', id, environment: registry.environment })
    return invalid(`${POINTER}/id`, `There is no Schema Registry cluster '${id}': resource not found`)
  }
  return invalid(`${POINTER}/id`, `API keys are for 'cloud', 'global', a Kafka cluster (lkc-…) or a Schema Registry cluster (lsrc-…)`)
}

function fits(reference: ReferenceInput | null | undefined, environment: string): boolean {
  return reference?.environment === undefined || reference.environment === environment
}

/** Where rights on the keys of a resource are looked for. */
export function scopeOfResource(organization: string, resource: KeyResource): Scope {
  switch (resource.kind) {
    case 'cloud':
    case 'global':
      return { organization }
    case 'kafka':
      return { organization, environment: resource.environment, cluster: resource.id }
    case 'schema-registry':
      return { organization, environment: resource.environment, registry: resource.id }
  }
}

/** As `spec.resource` echoes it; Terraform and CLI tell keys apart by kind and version. */
export function renderResource({ restEndpoint }: PlatformFacts, { organization, resource }: ApiKey): object {
  const root: CrnPart[] = [['organization', organization]]
  switch (resource.kind) {
    case 'cloud':
    case 'global': {
      const kind = resource.kind === 'cloud' ? 'Cloud' : 'Global'
      return { id: resource.kind, related: `${restEndpoint}/org/v2/organizations/${organization}`, resource_name: crn(root), kind }
    }
    case 'kafka': {
      const parts: CrnPart[] = [...root, ['environment', resource.environment], ['cloud-cluster', resource.id]]
      return renderCluster(resource, `${restEndpoint}/cmk/v2/clusters/${resource.id}`, parts, 'cmk/v2', 'Cluster')
    }
    case 'schema-registry': {
      const parts: CrnPart[] = [...root, ['environment', resource.environment], ['schema-registry', resource.id]]
      return renderCluster(resource, `${restEndpoint}/srcm/v3/clusters/${resource.id}`, parts, 'srcm/v3', 'SchemaRegistry')
    }
  }
}

function renderCluster(
  { id, environment }: { readonly id: string; readonly environment: string },
  related: string,
  parts: readonly CrnPart[],
  apiVersion: string,
  kind: string,
): object {
  return { id, environment, related, resource_name: crn(parts), api_version: apiVersion, kind }
}
