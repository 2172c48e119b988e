import { ok, type Result } from '@leat/base'
import { operation, type Operation, type Problem } from '@leat/rest'
import type { ControlContext } from '../context.ts'
import { crn } from '../crn.ts'
import type { Cluster } from '../entities.ts'
import { listing } from '../envelope.ts'
import { type Decided, refuse } from '../iam/decision.ts'
import { forbidden, invalid } from '../iam/problems.ts'
import { permit, recordOutcome } from '../iam/record.ts'
import { newId } from '../ids.ts'
import { clusterName, clusterPath, environmentName } from '../names.ts'
import { createCluster, deleteCluster, getCluster, listClusters, updateCluster } from './api.ts'
import { decideCreate, livingClusters } from './decide-create.ts'
import { decideDelete, decideUpdate } from './decide-update.ts'
import { findCluster, scopeOf, seesCluster } from './find.ts'
import { renderCluster } from './render.ts'

export function clusterOperations(context: ControlContext): Operation[] {
  const { store, host, random, clock, platform } = context
  const now = (): string => new Date(clock.now()).toISOString()
  const render = (cluster: Cluster): object => renderCluster(context, cluster)
  const portsFor = (id: string) => ({
    at: now(),
    platformBrokers: platform.brokers,
    reservePorts: (count: number, taken: readonly number[]) => host.reservePorts(id, count, taken),
  })

  return [
    operation(listClusters, async (input) => {
      const { caller, query } = input
      const seen = livingClusters(store.state, caller.organization).filter(
        (cluster) => cluster.environment === query.environment && isWanted(cluster, query) && seesCluster(context, caller, cluster),
      )
      await store.settled()
      const resource = crn(environmentName({ organization: caller.organization, id: query.environment }))
      recordOutcome(context, input, { method: 'GetKafkaClusters', resource, modifies: false }, ok(seen))
      return listing(input, 'cmk/v2', 'ClusterList', seen, render)
    }),

    operation(createCluster, async (input) => {
      const { caller, body } = input
      const { organization } = caller
      const { spec } = body
      const environment = spec.environment.id
      const created = await store.decide((state): Decided<Cluster> => {
        // An environment that is not there, or not theirs, is one where they may not: the published answer to a creation.
        const isTheirs = state.environment.get(environment)?.organization === organization
        const creates = { operation: 'CreateKafkaCluster', on: 'Environment', scope: { organization, environment } }
        if (!isTheirs || !context.may(caller, creates)) return refuse(forbidden(caller, creates))
        const served = servedOnly(spec)
        if (!served.ok) return refuse(served)
        const id = newId(random, 'lkc-', state.cluster)
        const registryId = newId(random, 'lsrc-', state['registry-cluster'])
        return decideCreate(state, environment, spec, { id, registryId, ...portsFor(id) })
      })
      const resource = crn(created.ok ? clusterName(created.value) : environmentName({ organization, id: environment }))
      const { display_name, cloud, region, config } = spec
      recordOutcome(
        context,
        input,
        { method: 'CreateKafkaCluster', resource, data: { display_name, cloud, region, kind: config.kind } },
        created,
      )
      if (!created.ok) return created
      return ok({ body: render(created.value), headers: { location: platform.restEndpoint + clusterPath(created.value.id) } })
    }),

    operation(getCluster, async (input) => {
      const { caller, params, query } = input
      const found = findCluster(context, store.state, caller, query.environment, params.id)
      await store.settled()
      const resource = crn(clusterName({ organization: caller.organization, environment: query.environment, id: params.id }))
      recordOutcome(context, input, { method: 'GetKafkaCluster', resource, modifies: false }, found)
      return found.ok ? ok({ body: render(found.value) }) : found
    }),

    operation(updateCluster, async (input) => {
      const { caller, params, body } = input
      const { spec } = body
      const updated = await store.decide((state): Decided<Cluster> => {
        const found = findCluster(context, state, caller, spec.environment.id, params.id)
        if (!found.ok) return { changes: [], answer: found }
        const allowed = permit(context, caller, { operation: 'Alter', on: 'Cluster', scope: scopeOf(found.value) })
        if (!allowed.ok) return refuse(allowed)
        return decideUpdate(state, spec.environment.id, params.id, spec, portsFor(params.id))
      })
      const resource = crn(clusterName({ organization: caller.organization, environment: spec.environment.id, id: params.id }))
      const { display_name, config, deletion_protection } = spec
      recordOutcome(
        context,
        input,
        { method: 'UpdateKafkaCluster', resource, data: { display_name, config, deletion_protection } },
        updated,
      )
      if (!updated.ok) return updated
      // Another type has other limits and lets roles in: edges have them when this is answered.
      await context.factsDelivered()
      return ok({ body: render(updated.value) })
    }),

    operation(deleteCluster, async (input) => {
      const { caller, params, query } = input
      const deleted = await store.decide((state): Decided<Cluster> => {
        const found = findCluster(context, state, caller, query.environment, params.id)
        if (!found.ok) return { changes: [], answer: found }
        const allowed = permit(context, caller, { operation: 'Delete', on: 'Cluster', scope: scopeOf(found.value) })
        return allowed.ok ? decideDelete(state, query.environment, params.id, now()) : refuse(allowed)
      })
      const resource = crn(clusterName({ organization: caller.organization, environment: query.environment, id: params.id }))
      recordOutcome(context, input, { method: 'DeleteKafkaCluster', resource }, deleted)
      return deleted.ok ? ok({}) : deleted
    }),
  ]
}

interface Filters {
  readonly 'spec.deletion_protection'?: boolean | undefined
  readonly 'spec.network'?: readonly string[] | undefined
}

/** No cluster is in a network of its own: whoever asks for those of one gets none. */
function isWanted({ deletionProtection }: Cluster, filters: Filters): boolean {
  if (filters['spec.network'] !== undefined) return false
  return (filters['spec.deletion_protection'] ?? deletionProtection) === deletionProtection
}

interface Extras {
  readonly network?: { readonly id?: string | undefined } | null | undefined
  readonly byok?: { readonly id?: string | undefined } | null | undefined
  readonly config: { readonly encryption_key?: string | undefined }
}

/** What would change who can read the data must not be taken and then ignored. */
function servedOnly({ network, byok, config }: Extras): Result<null, Problem> {
  const isGiven = (id: string | undefined): boolean => id !== undefined && id !== ''
  if (isGiven(network?.id)) return invalid('/spec/network', 'Leat has no private networks: leave spec.network out')
  if (isGiven(byok?.id)) return invalid('/spec/byok', 'Leat has no self-managed encryption keys: leave spec.byok out')
  return isGiven(config.encryption_key)
    ? invalid('/spec/config/encryption_key', 'Leat has no self-managed encryption keys: leave it out')
    : ok(null)
}
