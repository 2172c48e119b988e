import type { Caller } from '@leat/access'
import { ok } from '@leat/base'
import { operation, type Operation } from '@leat/rest'
import type { ControlContext } from '../context.ts'
import { crn } from '../crn.ts'
import type { RegistryCluster } from '../entities.ts'
import { enveloped, listing, referenceTo } from '../envelope.ts'
import { seesEnvironment } from '../environments/find.ts'
import { notFound } from '../iam/problems.ts'
import { recordOutcome } from '../iam/record.ts'
import { environmentName, environmentPath, registryName } from '../names.ts'
import { getRegistryCluster, listRegistryClusters } from './api.ts'

/**
 * Schema Registry clusters appear with the first Kafka cluster of their environment. They are read only here, and always PROVISIONED: tools wait
 * for that, and there is nothing to wait for. The service behind the endpoint is its own.
 */
export function registryClusterOperations(context: ControlContext): Operation[] {
  const { store } = context
  const render = (registry: RegistryCluster): object => renderRegistryCluster(context, registry)

  /** Whoever sees the environment sees its registry; all tools look there first. */
  const seen = (caller: Caller, environmentId: string): readonly RegistryCluster[] => {
    const environment = store.state.environment.get(environmentId)
    if (environment === undefined || !seesEnvironment(context, caller, environment)) return []
    return [...store.state['registry-cluster'].values()].filter((one) => one.environment === environmentId)
  }

  return [
    operation(listRegistryClusters, async (input) => {
      const { caller, query } = input
      const found = seen(caller, query.environment)
      await store.settled()
      const resource = crn(environmentName({ organization: caller.organization, id: query.environment }))
      recordOutcome(context, input, { method: 'GetSchemaRegistryClusters', resource, modifies: false }, ok(found))
      return listing(input, 'srcm/v3', 'ClusterList', found, render)
    }),

    operation(getRegistryCluster, async (input) => {
      const { caller, params, query } = input
      const registry = seen(caller, query.environment).find(({ id }) => id === params.id)
      await store.settled()
      const found = registry === undefined ? notFound('Schema Registry cluster', params.id) : ok(registry)
      const resource = crn(registryName({ organization: caller.organization, environment: query.environment, id: params.id }))
      recordOutcome(context, input, { method: 'GetSchemaRegistryCluster', resource, modifies: false }, found)
      return found.ok ? ok({ body: render(found.value) }) : found
    }),
  ]
}

function renderRegistryCluster(context: Pick<ControlContext, 'platform' | 'store'>, registry: RegistryCluster): object {
  const { id, organization, environment, cloud, region } = registry
  const governance = context.store.state.environment.get(environment)?.governance ?? 'ESSENTIALS'
  const { registryEndpoint } = context.platform
  return {
    ...enveloped(context, 'srcm/v3', 'Cluster', `/srcm/v3/clusters/${id}`, registryName(registry), registry),
    spec: {
      display_name: 'Stream Governance Package',
      package: governance,
      ...(registryEndpoint === null ? {} : { http_endpoint: registryEndpoint }),
      cloud,
      region,
      environment: referenceTo(context, environment, environmentPath(environment), environmentName({ organization, id: environment })),
    },
    status: { phase: 'PROVISIONED' },
  }
}
