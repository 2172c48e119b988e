import { createHash } from 'node:crypto'
import type { Fact } from '@leat/access'
import { auditReaderOf } from '@leat/control'
import type { NodeId, Random, Result, TlsMaterial } from '@leat/base'
import type { DataAsks, Listening } from '../data/protocol.ts'
import type { Key } from '../home/secrets.ts'
import type { Conversation } from '../link/conversation.ts'
import { type ListenerPlan, listenersOf } from '../platform/listeners.ts'
import type { StartProblem } from '../platform/problem.ts'
import { AUDIT_TOPIC } from './audit-log.ts'

/** Where the control plane keeps its state. */
export const CONTROL_TOPIC = '_leat.control'
/** The name under which writers of that state fence each other. */
export const CONTROL_WRITER = 'leat-control'

export const SYSTEM_NODES: readonly NodeId[] = [1]

/** Listens on SASL_SSL alone; the one key that it knows may read the audit log, in any group. */
export async function listenSystem(
  data: Conversation<DataAsks>,
  cluster: string,
  { plan, tls, key, random }: { readonly plan: ListenerPlan; readonly tls: TlsMaterial; readonly key: Key; readonly random: Random },
): Promise<Result<Listening, StartProblem>> {
  const listeners = listenersOf(plan, { brokers: [{ node: 1, port: plan.ports.system }], first: false })
  return data.ask('listen', { cluster, listeners, tls, facts: factsOfReader(cluster, key, random), kind: 'system' })
}

function factsOfReader(cluster: string, { apiKey, apiSecret }: Key, random: Random): readonly Fact[] {
  const principal = `User:${auditReaderOf(cluster).serviceAccount}`
  const salt = random.bytes(16)
  const hash = createHash('sha256').update(salt).update(apiSecret).digest('base64')
  const allow = { patternType: 'literal', principal, host: '*', permission: 'allow', operation: 'read' } as const
  return [
    { kind: 'login', username: apiKey, login: { principal, salt: salt.toString('base64'), hash } },
    { kind: 'acl', acl: { ...allow, resourceType: 'topic', name: AUDIT_TOPIC }, present: true },
    { kind: 'acl', acl: { ...allow, resourceType: 'group', name: '*' }, present: true },
  ]
}
