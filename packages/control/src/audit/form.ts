/**
 * The documented form of audit events: CloudEvents 1.0 as JSON (structured mode), Confluent's schema. What is not known is left out, never
 * invented.
 *
 *     type                                    subject                         methodName
 *     io.confluent.kafka.server/authentication the Kafka cluster              kafka.Authentication, over Kafka or Kafka REST
 *     io.confluent.kafka.server/authorization  topic, group, … of the cluster kafka.CreateTopics
 *     io.confluent.cloud/request               what the request was about     CreateAPIKey
 *     io.confluent.cloud/authentication        -                              Authentication
 *     io.leat/audit-gap                        the Kafka cluster              - (`data.dropped` events are missing here)
 */
import type { DataPlaneEvent } from '@leat/access'
import type { Random } from '@leat/base'
import { crn } from '../crn.ts'
import { newUuid } from '../ids.ts'
import { clusterName } from '../names.ts'
import type { ControlState } from '../state.ts'
import { controlData, isLogin } from './control-data.ts'
import type { ControlEvent } from './event.ts'
import { authenticationData, authorizationData, authorizationSubject } from './kafka-data.ts'

/** A record of the audit topic. */
export interface AuditRecord {
  readonly key: null
  readonly value: Buffer
  readonly headers: readonly { readonly key: string; readonly value: Buffer }[]
}

export type AuditForm = (event: ControlEvent | DataPlaneEvent) => AuditRecord

/** Everything but the event's own fields. */
interface Envelope {
  readonly type: string
  readonly source: string
  readonly subject: string | null
  readonly data: object
}

const HEADERS = [{ key: 'content-type', value: Buffer.from('application/cloudevents+json; charset=UTF-8') }]

/** `state` tells where a cluster stands and the e-mail of a user, as far as they are there still. */
export function auditForm(state: () => ControlState, random: Random): AuditForm {
  return (event) => {
    const { type, source, subject, data } = envelopeOf(state(), event)
    const cloudEvent = {
      id: newUuid(random),
      source,
      specversion: '1.0',
      type,
      ...(subject === null ? {} : { subject }),
      time: new Date(event.atMs).toISOString(),
      datacontenttype: 'application/json',
      data,
    }
    return { key: null, value: Buffer.from(JSON.stringify(cloudEvent)), headers: HEADERS }
  }
}

function envelopeOf(state: ControlState, event: ControlEvent | DataPlaneEvent): Envelope {
  if (event.kind === 'control') {
    const organization = event.organization === '' ? 'crn://confluent.cloud/' : crn([['organization', event.organization]])
    const { method, resource } = event
    const data = controlData(state, event)
    if (method === 'kafka.Authentication') {
      return { type: 'io.confluent.kafka.server/authentication', source: resource ?? organization, subject: resource, data }
    }
    const type = isLogin(event) ? 'io.confluent.cloud/authentication' : 'io.confluent.cloud/request'
    return { type, source: organization, subject: resource, data }
  }
  const cluster = state.cluster.get(event.cluster)
  const source = cluster === undefined ? unknownCluster(event.cluster) : crn(clusterName(cluster))
  switch (event.kind) {
    case 'authentication':
      return { type: 'io.confluent.kafka.server/authentication', source, subject: source, data: authenticationData(state, event, source) }
    case 'authorization': {
      const subject = authorizationSubject(event, source)
      return { type: 'io.confluent.kafka.server/authorization', source, subject, data: authorizationData(state, event, source, subject) }
    }
    case 'gap':
      return { type: 'io.leat/audit-gap', source, subject: source, data: { dropped: event.dropped } }
  }
}

/** One that is gone, or none in particular. */
function unknownCluster(id: string): string {
  return id === '' ? 'crn://confluent.cloud/' : crn([['kafka', id]])
}
