import type { Caller } from '@leat/access'
import { fail, ok } from '@leat/base'
import { badRequest, operation, type Operation, page, selfUrl } from '@leat/rest'
import { livingClusters } from '../clusters/decide-create.ts'
import { seesCluster } from '../clusters/find.ts'
import type { ControlContext } from '../context.ts'
import { crn } from '../crn.ts'
import { referenceTo } from '../envelope.ts'
import { environmentsOf } from '../environments/decide.ts'
import { recordListing } from '../iam/record.ts'
import { seesEnvironment } from '../environments/find.ts'
import { notFound } from '../iam/problems.ts'
import { clusterName, clusterPath, environmentName, environmentPath, organizationName } from '../names.ts'
import { accountQuotas, type AppliedQuota, clusterQuotas, environmentQuotas, organizationQuotas } from './applied.ts'
import { getAppliedQuota, getScope, listAppliedQuotas, listScopes } from './service-api.ts'
import { SCOPE_DESCRIPTIONS, type ScopeId, SCOPES } from './table.ts'

const API = 'service-quota/v1'

export function serviceQuotaOperations(context: ControlContext): Operation[] {
  const { store, platform } = context

  const visible = (caller: Caller, filters: Filters): readonly AppliedQuota[] => {
    const { state } = store
    const { organization } = caller
    const environments = environmentsOf(state, organization).filter(
      (one) => (filters.environment ?? one.id) === one.id && seesEnvironment(context, caller, one),
    )
    const clusters = livingClusters(state, organization).filter(
      (one) => (filters.kafka_cluster ?? one.id) === one.id && seesCluster(context, caller, one),
    )
    const isOfNothingHere = [filters.network, filters.identity_provider, filters.certificate_authority].some((one) => one !== undefined)
    // How much an organization has of everything is for those with a role in it.
    if (isOfNothingHere || !context.may(caller, { operation: 'Describe', on: 'Organization', scope: { organization } })) return []
    return [
      ...organizationQuotas(state, organization),
      ...environments.flatMap((environment) => environmentQuotas(state, environment)),
      ...environments.flatMap((environment) =>
        clusters.filter((one) => one.environment === environment.id).flatMap((cluster) => clusterQuotas(state, environment, cluster)),
      ),
      ...accountQuotas('SERVICE_ACCOUNT'),
      ...accountQuotas('USER_ACCOUNT'),
    ]
  }
  const render = (organization: string, quota: AppliedQuota): object => renderQuota(context, organization, quota)
  const renderScope = (organization: string, id: ScopeId): object => ({
    api_version: API,
    kind: 'Scope',
    id,
    metadata: {
      self: `${platform.restEndpoint}/service-quota/v1/scopes/${id}`,
      resource_name: crn([...organizationName(organization), ['scope', id]]),
    },
    description: SCOPE_DESCRIPTIONS[id],
  })

  return [
    operation(listAppliedQuotas, async ({ caller, query, request }) => {
      const id = query.scope.toLowerCase()
      if (!isScope(id)) {
        return fail(badRequest(`scope must be one of ${Object.keys(SCOPES).join(', ')}`, { parameter: 'scope' }))
      }
      const wanted = visible(caller, query).filter(({ scope, code }) => scope === SCOPES[id] && (query.id ?? code) === code)
      await store.settled()
      recordListing(context, { caller, request }, 'GetServiceQuotas')
      const paged = page(wanted, query, { self: selfUrl(request), key: keyOf })
      if (!paged.ok) return paged
      const data = paged.value.data.map((quota) => render(caller.organization, quota))
      return ok({ body: { api_version: API, kind: 'AppliedQuotaList', metadata: paged.value.metadata, data } })
    }),

    operation(getAppliedQuota, async ({ caller, params, query, request }) => {
      const found = visible(caller, query).find(({ code }) => code === params.id)
      await store.settled()
      recordListing(context, { caller, request }, 'GetServiceQuota')
      return found === undefined ? notFound('Service quota', params.id) : ok({ body: render(caller.organization, found) })
    }),

    operation(listScopes, async ({ caller, query, request }) => {
      const paged = page(Object.keys(SCOPES) as ScopeId[], query, { self: selfUrl(request), key: (id) => id })
      if (!paged.ok) return paged
      const data = paged.value.data.map((id) => renderScope(caller.organization, id))
      return ok({ body: { api_version: API, kind: 'ScopeList', metadata: paged.value.metadata, data } })
    }),

    operation(getScope, async ({ caller, params }) =>
      isScope(params.id) ? ok({ body: renderScope(caller.organization, params.id) }) : notFound('Scope', params.id),
    ),
  ]
}

interface Filters {
  readonly environment?: string | undefined
  readonly network?: string | undefined
  readonly kafka_cluster?: string | undefined
  readonly identity_provider?: string | undefined
  readonly certificate_authority?: string | undefined
}

function isScope(id: string): id is ScopeId {
  return Object.hasOwn(SCOPES, id)
}

function keyOf({ code, environment, cluster }: AppliedQuota): string {
  return `${code} ${environment?.id ?? ''} ${cluster?.id ?? ''}`
}

function renderQuota(context: ControlContext, organization: string, quota: AppliedQuota): object {
  const { code, scope, name, limit, usage, environment, cluster } = quota
  const organizationRef = referenceTo(context, organization, `/org/v2/organizations/${organization}`, organizationName(organization))
  return {
    api_version: API,
    kind: 'AppliedQuota',
    id: code,
    metadata: {
      self: `${context.platform.restEndpoint}/service-quota/v1/applied-quotas/${code}`,
      resource_name: crn([...organizationName(organization), ['applied-quota', code]]),
    },
    scope,
    display_name: name,
    default_limit: limit,
    applied_limit: limit,
    ...(usage === null || usage === 0 ? {} : { usage }),
    organization: organizationRef,
    ...(environment === null
      ? {}
      : { environment: referenceTo(context, environment.id, environmentPath(environment.id), environmentName(environment)) }),
    ...(cluster === null
      ? {}
      : {
          kafka_cluster: {
            ...referenceTo(context, cluster.id, clusterPath(cluster.id), clusterName(cluster)),
            environment: cluster.environment,
          },
        }),
  }
}
