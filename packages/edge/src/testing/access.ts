import type { AclBinding, AuthenticationEvent, AuthorizationEvent, Fact, Login } from '@leat/access'
import {
  type Call,
  decodeResponseFrame,
  type Encodable,
  encodeRequestFrame,
  parseRequestHeader,
  type Api,
  type Reply,
  type RequestOf,
  type ResponseOf,
  type Session,
} from '@leat/wire'
import { hashSecret, type TopicView } from '../index.ts'

export const ALICE = 'User:alice'

export function acl(entry: Partial<AclBinding> = {}): AclBinding {
  return {
    resourceType: 'topic',
    patternType: 'literal',
    name: 'mine',
    principal: ALICE,
    host: '*',
    operation: 'read',
    permission: 'allow',
    ...entry,
  }
}

export function aclFact(entry: Partial<AclBinding> = {}, present = true): Fact {
  return { kind: 'acl', acl: acl(entry), present }
}

export function loginFact(username: string, secret: string | null, principal = ALICE): Fact {
  const salt = Buffer.from('0123456789abcdef')
  const login = (of: string): Login => ({ principal, salt: salt.toString('base64'), hash: hashSecret(of, salt).toString('base64') })
  return { kind: 'login', username, login: secret === null ? null : login(secret) }
}

/** Topics by name with their partitions; the id of a topic is its name, filled up. */
export function topicView(topics: Map<string, number>, more: Partial<TopicView> = {}): TopicView {
  return {
    nameOf: (id) => [...topics.keys()].find((name) => idOf(name) === id) ?? null,
    partitionsOf: (topic) => topics.get(topic) ?? null,
    names: () => topics.keys(),
    partitionCount: () => [...topics.values()].reduce((sum, count) => sum + count, 0),
    autoCreation: true,
    defaultPartitions: 1,
    ...more,
  }
}

export function idOf(topic: string): string {
  return topic.padEnd(21, '-').slice(0, 21).concat('A')
}

export interface Recorder {
  readonly events: (AuthenticationEvent | AuthorizationEvent)[]
  record(event: AuthenticationEvent | AuthorizationEvent): void
}

export function recorder(): Recorder {
  const events: Recorder['events'] = []
  return { events, record: (event) => void events.push(event) }
}

export function sessionOf(more: Partial<Session> = {}): Session {
  return {
    principal: { type: 'User', name: 'alice' },
    tenant: 'lkc-1',
    listener: 'SASL',
    node: 1,
    clientHost: '/10.0.0.1',
    connectionId: 'c-1',
    signal: new AbortController().signal,
    ...more,
  }
}

export function callOf<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>, session: Session = sessionOf()): Call {
  const frame = Buffer.concat(encodeRequestFrame(api, version, { correlationId: 7, clientId: 'test' }, message)).subarray(4)
  const { correlationId, clientId, bodyOffset } = parseRequestHeader(frame, () => api)
  return { api, version, correlationId, clientId, frame, bodyOffset, session, decoded: undefined }
}

export function messageOf<A extends Api>(api: A, version: number, reply: Reply): Encodable<ResponseOf<A>> {
  if (reply.kind === 'frame') return decodeResponseFrame(api, version, Buffer.concat(reply.chunks)).message as Encodable<ResponseOf<A>>
  if (reply.kind !== 'message') throw new Error(`a reply of kind ${reply.kind}`)
  return reply.message as Encodable<ResponseOf<A>>
}
