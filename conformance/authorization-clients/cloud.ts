/** A Leat of our own as its operator sees it: the line that `up --json` prints, and its control plane over HTTP. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { CONFORMANCE_DIR } from '../cache.ts'
import { endChild, waitForLine } from '../process.ts'

const READY_MS_MAX = 120_000
const ASK_AGAIN_MS = 10
const PROVISION_MS_MAX = 60_000

/** What a run needs of the line. */
export interface UpLine {
  readonly pid: number
  readonly bootstrap: string
  readonly sasl_ssl_bootstrap: string
  readonly cluster: string
  readonly api_key: string
  readonly api_secret: string
  readonly ca_file: string
  readonly control_plane: string
  readonly organization: string
  readonly environment: string
  readonly cloud_api_key: string
  readonly cloud_api_secret: string
}

export interface Key {
  readonly id: string
  readonly secret: string
}

export interface Cluster {
  readonly id: string
  /** SASL_SSL, host:port. */
  readonly bootstrap: string
  /** The first admin's key for it: of its Kafka REST. */
  readonly admin: Key
}

export interface AclEntry {
  readonly resourceType: 'TOPIC' | 'GROUP' | 'CLUSTER'
  readonly name: string
  readonly operation: string
  readonly permission: 'ALLOW' | 'DENY'
}

interface Entity {
  readonly id: string
  readonly status?: { readonly phase: string }
  readonly spec?: { readonly kafka_bootstrap_endpoint?: string; readonly secret?: string }
  readonly data?: readonly Entity[]
}

/** Starts `./leat up` and ends it when disposed. */
export async function startCloud(args: readonly string[] = ['--ephemeral']): Promise<Cloud & AsyncDisposable> {
  const child = spawn(join(CONFORMANCE_DIR, '../leat'), ['up', '--ports', 'auto', '--json', ...args], {
    cwd: join(CONFORMANCE_DIR, '..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const up = JSON.parse(await waitForLine(child, /^\{.*\}$/, READY_MS_MAX)) as UpLine
  return Object.assign(new Cloud(up), { [Symbol.asyncDispose]: async () => void (await endChild(child)) })
}

export class Cloud {
  readonly up: UpLine
  readonly first: Cluster

  constructor(up: UpLine) {
    this.up = up
    this.first = { id: up.cluster, bootstrap: up.sasl_ssl_bootstrap, admin: { id: up.api_key, secret: up.api_secret } }
  }

  /** @throws when the answer is no success: a run has nothing to expect of those. */
  async ask(method: string, path: string, body?: object, key?: Key): Promise<Entity> {
    const { id, secret } = key ?? { id: this.up.cloud_api_key, secret: this.up.cloud_api_secret }
    const answer = await fetch(`${this.up.control_plane}${path}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return (text === '' ? {} : JSON.parse(text)) as Entity
  }

  async createServiceAccount(name: string): Promise<string> {
    return (await this.ask('POST', '/iam/v2/service-accounts', { display_name: name, description: '' })).id
  }

  async createKey(owner: string, cluster: string): Promise<Key> {
    const resource = { id: cluster, environment: this.up.environment }
    const made = await this.ask('POST', '/iam/v2/api-keys', { spec: { display_name: 'of a run', owner: { id: owner }, resource } })
    return { id: made.id, secret: made.spec!.secret! }
  }

  async deleteKey({ id }: Key): Promise<void> {
    await this.ask('DELETE', `/iam/v2/api-keys/${id}`)
  }

  async setAcl({ id, admin }: Cluster, principal: string, { resourceType, name, operation, permission }: AclEntry): Promise<void> {
    const resource = { resource_type: resourceType, resource_name: name, pattern_type: 'LITERAL' }
    await this.ask('POST', `/kafka/v3/clusters/${id}/acls`, { ...resource, principal, host: '*', operation, permission }, admin)
  }

  /** All that a principal has. */
  async removeAcls({ id, admin }: Cluster, principal: string): Promise<void> {
    const filter = new URLSearchParams({ resource_type: 'ANY', pattern_type: 'ANY', operation: 'ANY', permission: 'ANY', principal })
    await this.ask('DELETE', `/kafka/v3/clusters/${id}/acls?${filter.toString()}`, undefined, admin)
  }

  /** `resource` is `topic=NAME` or `group=NAME`; null: the cluster itself. Answers the binding's id. */
  async bind(role: string, principal: string, cluster: string, resource: string | null): Promise<string> {
    const { organization, environment } = this.up
    const scope = `crn://confluent.cloud/organization=${organization}/environment=${environment}/cloud-cluster=${cluster}`
    const pattern = resource === null ? scope : `${scope}/kafka=${cluster}/${resource}`
    return (await this.ask('POST', '/iam/v2/role-bindings', { principal, role_name: role, crn_pattern: pattern })).id
  }

  async unbind(binding: string): Promise<void> {
    await this.ask('DELETE', `/iam/v2/role-bindings/${binding}`)
  }

  /** A new cluster once it is usable. */
  async createCluster(name: string, config: object): Promise<Omit<Cluster, 'admin'>> {
    const { environment } = this.up
    const place = { availability: 'SINGLE_ZONE', cloud: 'AWS', region: 'us-east-1', environment: { id: environment } }
    const made = await this.ask('POST', '/cmk/v2/clusters', { spec: { display_name: name, config, ...place } })
    return { id: made.id, bootstrap: await this.#provisioned(made.id) }
  }

  /** A key of the first admin's: one has ten at most. */
  async createAdminKey(cluster: string): Promise<Key> {
    const users = await this.ask('GET', '/iam/v2/users')
    return await this.createKey(users.data![0]!.id, cluster)
  }

  async #provisioned(id: string): Promise<string> {
    const end = performance.now() + PROVISION_MS_MAX
    for (;;) {
      const { status, spec } = await this.ask('GET', `/cmk/v2/clusters/${id}?environment=${this.up.environment}`)
      if (status!.phase === 'PROVISIONED') return spec!.kafka_bootstrap_endpoint!.replace('SASL_SSL://', '')
      if (status!.phase === 'FAILED' || performance.now() > end) throw new Error(`cluster ${id} is ${status!.phase}`)
      await delay(ASK_AGAIN_MS)
    }
  }

  /** Bytes per second each way, of one service account on a Dedicated cluster. */
  async setQuota(cluster: string, account: string, bytesPerSecond: number): Promise<void> {
    const rate = String(bytesPerSecond)
    const throughput = { ingress_byte_rate: rate, egress_byte_rate: rate }
    const of = { cluster: { id: cluster }, environment: { id: this.up.environment }, principals: [{ id: account }] }
    await this.ask('POST', '/kafka-quotas/v1/client-quotas', { spec: { display_name: account, description: '', throughput, ...of } })
  }
}
