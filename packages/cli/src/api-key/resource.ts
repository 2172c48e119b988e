import { ok, type Result } from '@leat/base'
import { type Complaint, failed } from '../complaint.ts'
import type { ControlCalls } from '@leat/api/calls'
import type { Session } from '../session/session.ts'

type ApiKey = ControlCalls['getIamV2ApiKey']['answer']
export type ResourceInput = NonNullable<ControlCalls['createIamV2ApiKey']['body']['spec']['resource']>

/** What a key may be for, as the flag says it, for the control plane. */
export function resourceFor(session: Session, wanted: string): Result<ResourceInput | null, Complaint> {
  // Without a resource it is a Cloud API key.
  if (wanted === 'cloud') return ok(null)
  if (wanted === 'global') return ok({ id: 'global', kind: 'Global' })
  const kind = wanted.startsWith('lkc-') ? 'cmk/v2' : wanted.startsWith('lsrc-') ? 'srcm/v3' : null
  if (kind === null)
    return failed(
      `"${wanted}" is no resource of API keys`,
      'Give the ID of a Kafka cluster (lkc-...) or of a Schema Registry (lsrc-...), or "cloud" or "global".',
    )
  const environment = session.environment()
  return environment.ok ? ok({ id: wanted, environment: environment.value, api_version: kind, kind: 'Cluster' }) : environment
}

/** How a key's resource is shown, and under what its secret is kept. */
export function resourceOf({ spec: { resource } }: ApiKey): {
  readonly type: string
  readonly id: string | undefined
  readonly keptUnder: string
} {
  if (resource.kind === 'Cloud' || resource.kind === 'Global') {
    const type = resource.kind.toLowerCase()
    return { type, id: undefined, keptUnder: type }
  }
  const type = resource.api_version === 'cmk/v2' ? 'kafka' : 'schema-registry'
  return { type, id: resource.id, keptUnder: resource.id }
}
