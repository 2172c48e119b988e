import { kafkaOf, receive } from './kafka.ts'
import type { CloudProcess } from './start.ts'

/** As far as tests look into an event. */
export interface AuditEvent {
  readonly type: string
  readonly subject?: string
  readonly data: {
    readonly methodName: string
    readonly resourceName?: string
    readonly authenticationInfo?: {
      readonly result: 'SUCCESS' | 'FAILURE'
      readonly principal?: { readonly confluentServiceAccount?: { readonly resourceId: string } }
      readonly credentials?: { readonly idSecretCredentials?: { readonly credentialId: string } }
    }
    readonly authorizationInfo?: { readonly result: 'ALLOW' | 'DENY'; readonly operation?: string; readonly resourceName?: string }
    readonly result?: { readonly status: string }
  }
}

export interface AuditLog {
  readonly events: readonly AuditEvent[]
  /** As they were read. */
  readonly texts: readonly string[]
}

let readers = 0

/** The audit log from its begin on, read with its own key, until something in it is as wanted. */
export async function auditLog({ line, ca }: CloudProcess, isThere: (event: AuditEvent) => boolean): Promise<AuditLog> {
  const kafka = kafkaOf(line.audit_bootstrap, ca, { key: line.audit_api_key, secret: line.audit_api_secret })
  const events: AuditEvent[] = []
  const group = `auditors-${process.pid}-${readers++}`
  let isEnough = false
  const texts = await receive(kafka, { topic: 'confluent-audit-log-events', group }, (values) => {
    events.push(JSON.parse(values.at(-1)!) as AuditEvent)
    isEnough ||= isThere(events.at(-1)!)
    return isEnough
  })
  return { events, texts }
}
