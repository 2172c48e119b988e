import { fail, type Result } from '@leat/base'
import { type GivenKey, keyToUseFor } from '../api-key/key-to-use.ts'
import { type Complaint, failed } from '../complaint.ts'
import type { Context } from '../context.ts'
import type { AskRegistry } from '../session/ask.ts'
import type { RegistryCluster } from '../session/session.ts'

export interface RegistryGiven {
  readonly key: GivenKey
  /** Of a registry that is named by hand. */
  readonly endpoint: string | undefined
  readonly caFile: string | undefined
}

export interface OnRegistry {
  readonly ask: AskRegistry
  readonly url: string
  /** Null when it was named by hand. */
  readonly cluster: RegistryCluster | null
}

/** Runs what asks the registry that flags or earlier commands name; where no key is in use yet, one is made. */
export async function withRegistry<T>(
  context: Context,
  given: RegistryGiven,
  work: (on: OnRegistry) => Promise<Result<T, Complaint>>,
): Promise<Result<T, Complaint>> {
  if (given.endpoint !== undefined) return withNamed(context, given.endpoint, given, work)
  const session = await context.session()
  if (!session.ok) return session
  const found = await session.value.registry()
  if (!found.ok) return found
  const cluster = found.value
  const resource = { id: cluster.id, noun: 'Schema Registry', purpose: 'schema-registry' }
  const key = await keyToUseFor(context, session.value, resource, given.key)
  if (!key.ok) return key
  const done = await work({ ask: cluster.ask(key.value), url: cluster.url, cluster })
  return done.ok ? done : fail(withAdvice(done.error, cluster.id))
}

function withAdvice(complaint: Complaint, id: string): Complaint {
  if (complaint.status !== 403) return complaint
  const suggestions = [
    'To list role bindings, use "leat iam rbac role-binding list".',
    `To allow it, use "leat iam rbac role-binding create --principal PRINCIPAL --role ROLE --schema-registry-cluster ${id} --resource Subject:NAME".`,
  ]
  return { ...complaint, suggestions: [...complaint.suggestions, ...suggestions] }
}

/** No stored key goes to a registry that is named by hand: only what was given with it. */
async function withNamed<T>(
  context: Context,
  endpoint: string,
  { key: { key, secret, flags }, caFile }: RegistryGiven,
  work: (on: OnRegistry) => Promise<Result<T, Complaint>>,
): Promise<Result<T, Complaint>> {
  const [{ askRegistry }, { httpFor }, { isRealCloud }] = await Promise.all([
    import('../session/registry-cluster.ts'),
    import('../session/open.ts'),
    import('../session/sign-in.ts'),
  ])
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) return failed(`"${endpoint}" is not a URL of HTTP`)
  if (isRealCloud(endpoint))
    return failed(`${endpoint} is the real cloud, for which there is the "confluent" CLI`, 'Nothing was sent there.')
  if (key !== undefined && secret === undefined) return failed(`${flags[0]} needs ${flags[1]} for a registry that is named by hand`)
  if (caFile !== undefined && context.fs.statSync(caFile) === null) return failed(`there is no file ${caFile}`)
  using http = httpFor(caFile ?? null, context)
  return work({ ask: askRegistry(http, endpoint, key === undefined ? null : { key, secret: secret! }), url: endpoint, cluster: null })
}
