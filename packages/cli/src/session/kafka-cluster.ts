import { fail, ok, type Result } from '@leat/base'
import { type Complaint, complaint } from '../complaint.ts'
import { keysFor, type LoginContext } from '../config/model.ts'
import type { ConfigStore } from '../config/store.ts'
import type { ControlCalls, KafkaCalls } from '@leat/api/calls'
import { KAFKA_ROUTES } from '@leat/api/routes'
import type { AskControl } from './ask.ts'
import { asking } from './asking.ts'
import type { Http } from './http.ts'
import { notFound } from './refusal.ts'
import type { ApiKey, KafkaCluster } from './session.ts'
import { purposeOf } from './tokens.ts'

interface Parts {
  readonly config: ConfigStore
  readonly http: Http
  readonly login: LoginContext
  readonly control: AskControl
}

type Found = ControlCalls['getCmkV2Cluster']['answer']

/** Looks a cluster up and opens it. */
export async function kafkaCluster(parts: Parts, environment: string, id: string): Promise<Result<KafkaCluster, Complaint>> {
  const found = await parts.control.one('getCmkV2Cluster', { params: { id }, query: { environment } })
  if (!found.ok) return fail(notFound(found.error, 'Kafka cluster', id, 'kafka cluster list'))
  return usableCluster(parts, found.value)
}

/** Fails unless clients can use it. */
export function usableCluster({ config, http, login, control }: Parts, { id, spec, status }: Found): Result<KafkaCluster, Complaint> {
  const chosen = spec.endpoints?.[login.endpoints?.[id] ?? '']
  const bootstrap = chosen?.kafka_bootstrap_endpoint ?? spec.kafka_bootstrap_endpoint
  const httpEndpoint = chosen?.http_endpoint ?? spec.http_endpoint
  if (bootstrap === undefined || httpEndpoint === undefined)
    return fail(complaint(`Kafka cluster "${id}" cannot be used: its phase is ${status.phase}`, `See "leat kafka cluster describe ${id}".`))

  let token: string | null = null
  const renew = async (): Promise<Result<string, Complaint>> => {
    const asked = await control.one('createAccessToken', { body: {} })
    if (!asked.ok) return asked
    token = asked.value.token
    return ok(token)
  }
  const target = { http, url: httpEndpoint, token: async () => (token === null ? renew() : ok(token)), renew }
  return ok({
    id,
    environment: spec.environment.id,
    name: spec.display_name,
    bootstrap: bootstrap.replace(/^SASL_SSL:\/\//, ''),
    httpEndpoint,
    caFile: login.caFile,
    rest: asking<KafkaCalls>(KAFKA_ROUTES, target),
    key: () => currentKey(config, login, id),
  })
}

/** The key that was chosen for a resource, with its secret. */
function currentKey(config: ConfigStore, login: LoginContext, resource: string): ApiKey | null {
  const { current } = keysFor(login, resource)
  const sealed = current === null ? undefined : keysFor(login, resource).sealedSecrets[current]
  const secret = current === null || sealed === undefined ? null : config.unseal(secretPurpose(login, current), sealed)
  return current === null || secret === null ? null : { key: current, secret }
}

export function secretPurpose(login: LoginContext, key: string): string {
  return purposeOf(login, `secret of ${key}`)
}
