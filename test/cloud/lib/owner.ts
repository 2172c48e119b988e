import { vi } from 'vitest'
import { type Answer, type Credentials, type Rest, basic } from './rest.ts'

export interface Key {
  readonly key: string
  readonly secret: string
}

export interface Session {
  readonly token: string
  readonly refreshToken: string
  /** `u-…` */
  readonly user: string
}

export interface Cluster {
  readonly id: string
  readonly environment: string
  /** `host:port` of SASL_SSL. */
  readonly bootstrap: string
}

interface Described {
  readonly id: string
  readonly spec: { readonly kafka_bootstrap_endpoint?: string }
  readonly status: { readonly phase: string }
}

/** Whoever owns the organization, with the calls that a tutorial makes. Each throws the answer when it is not the one that the API promises. */
export interface Owner {
  readonly rest: Rest
  readonly as: Credentials
  createEnvironment(name: string): Promise<string>
  createCluster(environment: string, name: string, config: object): Promise<Cluster>
  createServiceAccount(name: string): Promise<string>
  /** Without a resource it is a Cloud API key. */
  createKey(owner: string, resource?: string): Promise<Key>
  deleteKey(key: string): Promise<void>
  bind(account: string, role: string, crnPattern: string): Promise<string>
  /** By Kafka REST, with a token that is made for it. */
  createTopic(cluster: string, name: string): Promise<void>
}

export async function logIn(rest: Rest, email: string, password: string): Promise<Session> {
  type Body = { readonly token: string; readonly refresh_token: string; readonly user: { readonly resource_id: string } }
  const { json } = expected(200, await rest.call<Body>('POST', '/api/sessions', null, { body: { email, password } }))
  return { token: `Bearer ${json.token}`, refreshToken: json.refresh_token, user: json.user.resource_id }
}

export async function dataPlaneToken(rest: Rest, session: Credentials): Promise<string> {
  const { json } = expected(200, await rest.call<{ readonly token: string }>('POST', '/api/access_tokens', session, { body: {} }))
  return `Bearer ${json.token}`
}

export function ownerOf(rest: Rest, as: Credentials): Owner {
  const create = async (status: number, path: string, body: object): Promise<string> =>
    expected(status, await rest.call<{ readonly id: string }>('POST', path, as, { body })).json.id

  return {
    rest,
    as,
    createEnvironment: (name) => create(201, '/org/v2/environments', { display_name: name }),
    async createCluster(environment, name, config) {
      const availability = 'cku' in config && Number(config.cku) > 1 ? 'MULTI_ZONE' : 'SINGLE_ZONE'
      const place = { availability, cloud: 'AWS', region: 'us-east-1', environment: { id: environment } }
      const id = await create(202, '/cmk/v2/clusters', { spec: { display_name: name, config, ...place } })
      return { id, environment, bootstrap: await bootstrapOf(rest, as, environment, id) }
    },
    createServiceAccount: (name) => create(201, '/iam/v2/service-accounts', { display_name: name }),
    async createKey(owner, resource) {
      const spec = { owner: { id: owner }, ...(resource === undefined ? {} : { resource: { id: resource } }) }
      type Body = { readonly id: string; readonly spec: { readonly secret: string } }
      const { json } = expected(202, await rest.call<Body>('POST', '/iam/v2/api-keys', as, { body: { spec } }))
      return { key: json.id, secret: json.spec.secret }
    },
    async deleteKey(key) {
      expected(204, await rest.call('DELETE', `/iam/v2/api-keys/${key}`, as))
    },
    bind: (account, role, crnPattern) =>
      create(201, '/iam/v2/role-bindings', { principal: `User:${account}`, role_name: role, crn_pattern: crnPattern }),
    async createTopic(cluster, name) {
      const token = as?.startsWith('Bearer') === true ? await dataPlaneToken(rest, as) : as
      const body = { topic_name: name, partitions_count: 1 }
      expected(201, await rest.call('POST', `/kafka/v3/clusters/${cluster}/topics`, token, { body }))
    },
  }
}

/** The owner by the Cloud API key that `up` printed. */
export function ownerByKey(
  rest: Rest,
  { cloud_api_key: key, cloud_api_secret: secret }: { cloud_api_key: string; cloud_api_secret: string },
): Owner {
  return ownerOf(rest, basic({ key, secret }))
}

/** Where clients reach a cluster, when it is usable. */
export function bootstrapOf(rest: Rest, as: Credentials, environment: string, id: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const answer = await rest.call<Described>('GET', `/cmk/v2/clusters/${id}?environment=${environment}`, as)
      const { status, spec } = expected(200, answer).json
      if (status.phase !== 'PROVISIONED' || spec.kafka_bootstrap_endpoint === undefined) throw new Error(`${id} is ${status.phase}`)
      return spec.kafka_bootstrap_endpoint.replace('SASL_SSL://', '')
    },
    { timeout: 20_000, interval: 20 },
  )
}

export function expected<T>(status: number, answer: Answer<T>): Answer<T> {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`)
  return answer
}
