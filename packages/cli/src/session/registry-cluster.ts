import { fail, ok, type Result } from '@leat/base'
import { type Complaint, complaint } from '../complaint.ts'
import type { RegistryCalls } from '@leat/api/calls'
import { REGISTRY_ROUTES } from '@leat/api/routes'
import type { AskControl, AskRegistry } from './ask.ts'
import { asking } from './asking.ts'
import type { Http } from './http.ts'
import type { ApiKey, RegistryCluster } from './session.ts'

interface Parts {
  readonly http: Http
  readonly control: AskControl
}

export async function registryCluster({ http, control }: Parts, environment: string): Promise<Result<RegistryCluster, Complaint>> {
  const found = await control.all('listSrcmV3Clusters', { query: { environment } })
  if (!found.ok) return found
  const [cluster] = found.value
  if (cluster === undefined) return fail(complaint(`environment "${environment}" has no Schema Registry`))
  const { id, spec } = cluster
  const url = spec.http_endpoint
  if (url === undefined)
    return fail(complaint(`Schema Registry "${id}" is not served by this Leat`, 'See "leat status"; start it with "leat up".'))
  return ok({
    id,
    environment,
    name: spec.display_name,
    package: spec.package,
    cloud: spec.cloud,
    region: spec.region,
    url,
    ask: (key) => askRegistry(http, url, key),
  })
}

/** Asks a registry in the name of a key; null: of nobody. */
export function askRegistry(http: Http, url: string, key: ApiKey | null): AskRegistry {
  const login = key === null ? '' : Buffer.from(`${key.key}:${key.secret}`).toString('base64')
  const token = async () => ok(login)
  return asking<RegistryCalls>(REGISTRY_ROUTES, {
    http,
    url,
    scheme: key === null ? null : 'Basic',
    token,
    renew: async () => refused(key),
  })
}

function refused(key: ApiKey | null): Result<never, Complaint> {
  if (key === null)
    return fail(complaint('the Schema Registry wants an API key', 'Give --schema-registry-api-key and --schema-registry-api-secret.'))
  return fail(
    complaint(
      `the Schema Registry refused API key "${key.key}"`,
      `If its secret is stored, store the right one with "leat api-key store ${key.key}".`,
      'To create and use another key, use "leat api-key create --resource lsrc-... --use".',
    ),
  )
}
