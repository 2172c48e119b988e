import { ok, type Result } from '@leat/base'
import { type Complaint, failed } from '../complaint.ts'
import { keysFor } from '../config/model.ts'
import type { Context } from '../context.ts'
import { secretPurpose } from '../session/kafka-cluster.ts'
import type { ApiKey, Session } from '../session/session.ts'
import { keepSecret, useKey } from './keep.ts'
import { resourceFor } from './resource.ts'

/** What a key is for. */
export interface KeyResource {
  /** `lkc-…`, `lsrc-…` */
  readonly id: string
  /** `Kafka cluster` */
  readonly noun: string
  /** What stands in the key's description. */
  readonly purpose: string
}

export interface GivenKey {
  readonly key: string | undefined
  readonly secret: string | undefined
  /** The flags that they came from. */
  readonly flags: readonly [key: string, secret: string]
}

/** The key that is given, else the one in use for the resource; null when there is none. */
export function chosenKeyFor(
  { config }: Context,
  { login }: Session,
  id: string,
  { key: given, secret: givenSecret, flags }: GivenKey,
): Result<ApiKey | null, Complaint> {
  const { current, sealedSecrets } = keysFor(login, id)
  const key = given ?? current
  if (key === null) {
    if (givenSecret !== undefined) return failed(`${flags[1]} needs ${flags[0]}`)
    return ok(null)
  }
  const sealed = sealedSecrets[key]
  const secret = givenSecret ?? (sealed === undefined ? null : config.unseal(secretPurpose(login, key), sealed))
  if (secret !== null) return ok({ key, secret })
  return failed(
    `no secret for API key "${key}" of resource "${id}" passed via flag or stored in local CLI state`,
    `Pass the API secret with ${flags[1]}, or store it with "leat api-key store ${key} --resource ${id}".`,
  )
}

/** As `chosenKeyFor`; where there is none, one is made, kept and used from then on, and that is said. */
export async function keyToUseFor(
  context: Context,
  session: Session,
  { id, noun, purpose }: KeyResource,
  given: GivenKey,
): Promise<Result<ApiKey, Complaint>> {
  const chosen = chosenKeyFor(context, session, id, given)
  if (!chosen.ok) return chosen
  if (chosen.value !== null) return ok(chosen.value)
  const resource = resourceFor(session, id)
  if (!resource.ok) return resource
  const spec = { description: `Made by the CLI for ${purpose}`, owner: { id: session.login.user }, resource: resource.value }
  const created = await session.control.one('createIamV2ApiKey', { body: { spec } })
  if (!created.ok) return created
  const { id: key, spec: made } = created.value
  keepSecret(context.config, session.login, id, key, made.secret)
  useKey(context.config, session.login, id, key)
  context.terminal.note(`Created API key "${key}" for ${noun} "${id}", stored it and use it from now on.`)
  return ok({ key, secret: made.secret })
}
