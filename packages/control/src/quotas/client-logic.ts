import type { Caller } from '@leat/access'
import { ok, type Result } from '@leat/base'
import { operation, type Operation, type Problem } from '@leat/rest'
import { findCluster, scopeOf } from '../clusters/find.ts'
import type { ControlContext } from '../context.ts'
import { crn } from '../crn.ts'
import type { Cluster, ClusterQuota } from '../entities.ts'
import { enveloped, listing, referenceTo } from '../envelope.ts'
import { type Decided, refuse } from '../iam/decision.ts'
import { forbidden, notFound } from '../iam/problems.ts'
import { permit, recordListing, recordOutcome } from '../iam/record.ts'
import { newId } from '../ids.ts'
import { clusterName, clusterPath, environmentName, environmentPath, organizationName } from '../names.ts'
import type { ControlState } from '../state.ts'
import { createClientQuota, deleteClientQuota, getClientQuota, listClientQuotas, updateClientQuota } from './client-api.ts'
import { decideCreateQuota, decideDeleteQuota, decideUpdateQuota, DEFAULT_PRINCIPAL } from './client-decide.ts'

interface Found {
  readonly quota: ClusterQuota
  readonly cluster: Cluster
}

export function clientQuotaOperations(context: ControlContext): Operation[] {
  const { store, random, clock, platform } = context
  const now = (): string => new Date(clock.now()).toISOString()
  const render = (quota: ClusterQuota): object => renderQuota(context, quota)
  const nameOf = (organization: string, id: string): string => crn([...organizationName(organization), ['client-quota', id]])

  /** Who sees the cluster sees its quotas. */
  const find = (state: ControlState, caller: Caller, id: string): Result<Found, Problem> => {
    const quota = state['client-quota'].get(id)
    const cluster = quota && findCluster(context, state, caller, quota.environment, quota.cluster)
    return quota !== undefined && cluster?.ok === true ? ok({ quota, cluster: cluster.value }) : notFound('Client quota', id)
  }
  const changing = (
    state: ControlState,
    caller: Caller,
    id: string,
    decide: (found: Found) => Decided<ClusterQuota>,
  ): Decided<ClusterQuota> => {
    const found = find(state, caller, id)
    if (!found.ok) return { changes: [], answer: found }
    const allowed = permit(context, caller, { operation: 'Alter', on: 'Cluster', scope: scopeOf(found.value.cluster) })
    return allowed.ok ? decide(found.value) : refuse(allowed)
  }

  return [
    operation(listClientQuotas, async (input) => {
      const { caller, query } = input
      const cluster = findCluster(context, store.state, caller, query.environment, query['spec.cluster'])
      const all = [...store.state['client-quota'].values()]
      await store.settled()
      recordListing(context, input, 'GetClientQuotas')
      return listing(
        input,
        'kafka-quotas/v1',
        'ClientQuotaList',
        cluster.ok ? all.filter((one) => one.cluster === cluster.value.id) : [],
        render,
      )
    }),

    operation(createClientQuota, async (input) => {
      const { caller, body } = input
      const { spec } = body
      const created = await store.decide((state): Decided<ClusterQuota> => {
        const cluster = findCluster(context, state, caller, spec.environment.id, spec.cluster.id)
        // One that is not there, or not theirs, is one where they may not: the published answer to a creation.
        if (!cluster.ok) return refuse(forbidden(caller, { operation: 'Alter', on: 'Cluster' }))
        const allowed = permit(context, caller, { operation: 'Alter', on: 'Cluster', scope: scopeOf(cluster.value) })
        if (!allowed.ok) return refuse(allowed)
        return decideCreateQuota(state, cluster.value, spec, newId(random, 'cq-', state['client-quota']), now())
      })
      const name = { organization: caller.organization, environment: spec.environment.id, id: spec.cluster.id }
      const resource = created.ok ? nameOf(caller.organization, created.value.id) : crn(clusterName(name))
      recordOutcome(
        context,
        input,
        { method: 'CreateClientQuota', resource, data: { display_name: spec.display_name, cluster: spec.cluster.id } },
        created,
      )
      if (!created.ok) return created
      await context.factsDelivered()
      return ok({
        body: render(created.value),
        headers: { location: `${platform.restEndpoint}/kafka-quotas/v1/client-quotas/${created.value.id}` },
      })
    }),

    operation(getClientQuota, async (input) => {
      const { caller, params } = input
      const found = find(store.state, caller, params.id)
      await store.settled()
      recordOutcome(context, input, { method: 'GetClientQuota', resource: nameOf(caller.organization, params.id), modifies: false }, found)
      return found.ok ? ok({ body: render(found.value.quota) }) : found
    }),

    operation(updateClientQuota, async (input) => {
      const { caller, params, body } = input
      const updated = await store.decide((state) =>
        changing(state, caller, params.id, ({ quota, cluster }) => decideUpdateQuota(state, cluster, quota, body.spec, now())),
      )
      recordOutcome(context, input, { method: 'UpdateClientQuota', resource: nameOf(caller.organization, params.id) }, updated)
      if (!updated.ok) return updated
      await context.factsDelivered()
      return ok({ body: render(updated.value) })
    }),

    operation(deleteClientQuota, async (input) => {
      const { caller, params } = input
      const deleted = await store.decide((state) => changing(state, caller, params.id, ({ quota }) => decideDeleteQuota(quota)))
      recordOutcome(context, input, { method: 'DeleteClientQuota', resource: nameOf(caller.organization, params.id) }, deleted)
      if (!deleted.ok) return deleted
      await context.factsDelivered()
      return ok({})
    }),
  ]
}

function renderQuota(context: Pick<ControlContext, 'platform'>, clientQuota: ClusterQuota): object {
  const { id, organization, environment, cluster, name, description, quota } = clientQuota
  const path = `/kafka-quotas/v1/client-quotas/${id}`
  const principalReference = (principal: string): object => {
    const account = principal === DEFAULT_PRINCIPAL ? principal : principal.slice('User:'.length)
    return referenceTo(context, account, `/iam/v2/service-accounts/${encodeURIComponent(account)}`, [
      ...organizationName(organization),
      ['service-account', account],
    ])
  }
  return {
    ...enveloped(context, 'kafka-quotas/v1', 'ClientQuota', path, [...organizationName(organization), ['client-quota', id]], clientQuota),
    spec: {
      display_name: name,
      description,
      throughput: { ingress_byte_rate: String(quota.ingressBytesPerSecondMax), egress_byte_rate: String(quota.egressBytesPerSecondMax) },
      cluster: {
        ...referenceTo(context, cluster, clusterPath(cluster), clusterName({ organization, environment, id: cluster })),
        environment,
      },
      principals: quota.principals.map(principalReference),
      environment: referenceTo(context, environment, environmentPath(environment), environmentName({ organization, id: environment })),
    },
  }
}
