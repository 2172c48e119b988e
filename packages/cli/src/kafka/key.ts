import { ok, type Result } from '@leat/base'
import { keepSecret, useKey } from '../api-key/keep.ts'
import { resourceFor } from '../api-key/resource.ts'
import { type Complaint, failed } from '../complaint.ts'
import { keysFor } from '../config/model.ts'
import type { Context } from '../context.ts'
import { secretPurpose } from '../session/kafka-cluster.ts'
import type { ApiKey } from '../session/session.ts'
import type { OnCluster } from './on-cluster.ts'

export const KEY_FLAGS = {
  'api-key': { type: 'text', summary: 'API key, instead of the one in use.' },
  'api-secret': { type: 'text', summary: 'Its secret, unless it is stored.' },
} as const

export interface KeyGiven {
  readonly 'api-key': string | undefined
  readonly 'api-secret': string | undefined
}

/** The key of the flags, else the one in use for the cluster; null when there is none. */
export function chosenKey({ config }: Context, { session, cluster }: OnCluster, given: KeyGiven): Result<ApiKey | null, Complaint> {
  const { login } = session
  const { current, sealedSecrets } = keysFor(login, cluster.id)
  const key = given['api-key'] ?? current
  if (key === null) {
    if (given['api-secret'] !== undefined) return failed('--api-secret needs --api-key')
    return ok(null)
  }
  const sealed = sealedSecrets[key]
  const secret = given['api-secret'] ?? (sealed === undefined ? null : config.unseal(secretPurpose(login, key), sealed))
  if (secret !== null) return ok({ key, secret })
  return failed(
    `no secret for API key "${key}" of resource "${cluster.id}" passed via flag or stored in local CLI state`,
    `Pass the API secret with --api-secret, or store it with "leat api-key store ${key} --resource ${cluster.id}".`,
  )
}

/** As `chosenKey`; where there is none, one is made, kept and used from then on, and that is said. */
export async function keyToUse(context: Context, on: OnCluster, given: KeyGiven): Promise<Result<ApiKey, Complaint>> {
  const chosen = chosenKey(context, on, given)
  if (!chosen.ok) return chosen
  if (chosen.value !== null) return ok(chosen.value)
  const { session, cluster } = on
  const resource = resourceFor(session, cluster.id)
  if (!resource.ok) return resource
  const spec = { description: 'Made by the CLI for produce and consume', owner: { id: session.login.user }, resource: resource.value }
  const created = await session.control.one('createIamV2ApiKey', { body: { spec } })
  if (!created.ok) return created
  const { id, spec: made } = created.value
  keepSecret(context.config, session.login, cluster.id, id, made.secret)
  useKey(context.config, session.login, cluster.id, id)
  context.terminal.note(`Created API key "${id}" for Kafka cluster "${cluster.id}", stored it and use it from now on.`)
  return ok({ key: id, secret: made.secret })
}
