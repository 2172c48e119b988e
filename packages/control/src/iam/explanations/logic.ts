import { type Caller, CLUSTER_RESOURCE, type Question, WILDCARD } from '@leat/access'
import { fail, ok, type Result } from '@leat/base'
import { badRequest, notFound, operation, type Operation, type Problem } from '@leat/rest'
import type { Refusal } from '../../cluster-host.ts'
import type { ControlContext, Scope } from '../../context.ts'
import type { Cluster } from '../../entities.ts'
import { notFound as absent } from '../problems.ts'
import { permit } from '../record.ts'
import { explain as explainEndpoint } from './api.ts'
import { explain } from './explain.ts'
import { renderExplanation } from './render.ts'

export function explanationOperations(context: ControlContext): Operation[] {
  const { store, host } = context
  return [
    operation(explainEndpoint, async ({ caller, params, query }) => {
      const found = askableCluster(context, caller, params.cluster_id)
      if (!found.ok) return found
      const cluster = found.value
      const asked = questionOf(query)
      if (!asked.ok) return asked
      const last = asked.value === null ? (await host.refusals(cluster.id, query.principal))[0] : undefined
      const question = asked.value ?? (last === undefined ? null : questionOfRefusal(last))
      if (question === null)
        return fail(notFound(`No refusal of '${query.principal}' on '${cluster.id}' is remembered: ask about an operation`))
      const explanation = renderExplanation(cluster.id, question, explain(store.state, cluster, question))
      await store.settled()
      return ok({ body: last === undefined ? explanation : { ...explanation, refused_at: new Date(last.atMs).toISOString() } })
    }),
  ]
}

function askableCluster(context: ControlContext, caller: Caller, id: string): Result<Cluster, Problem> {
  const cluster = context.store.state.cluster.get(id)
  if (cluster?.organization !== caller.organization) return absent('Kafka cluster', id)
  const { organization, environment } = cluster
  const scope: Scope = { organization, environment, cluster: id }
  if (!context.may(caller, { operation: 'Describe', on: 'CloudCluster', scope })) return absent('Kafka cluster', id)
  const allowed = permit(context, caller, { operation: 'DescribeAccess', on: 'Cluster', scope })
  return allowed.ok ? ok(cluster) : allowed
}

interface Asked {
  readonly principal: string
  readonly host?: string | undefined
  readonly operation?: Question['operation'] | undefined
  readonly resource_type?: Question['resourceType'] | undefined
  readonly resource_name?: string | undefined
}

/** Null: about the last refusal. */
function questionOf({
  principal,
  host = WILDCARD,
  operation: asked,
  resource_type: resourceType,
  resource_name: name,
}: Asked): Result<Question | null, Problem> {
  if (asked === undefined && resourceType === undefined && name === undefined) return ok(null)
  const named = name ?? (resourceType === 'cluster' ? CLUSTER_RESOURCE : undefined)
  if (asked === undefined || resourceType === undefined || named === undefined) {
    const missing = asked === undefined ? 'operation' : resourceType === undefined ? 'resource_type' : 'resource_name'
    return fail(badRequest(`operation, resource_type and resource_name go together: ${missing} is missing`, { parameter: missing }))
  }
  return ok({ principal, host, operation: asked, resourceType, name: named })
}

function questionOfRefusal({ principal, clientAddress, operation: refused, resourceType, resourceName }: Refusal): Question {
  return { principal, host: clientAddress, operation: refused, resourceType, name: resourceName }
}
