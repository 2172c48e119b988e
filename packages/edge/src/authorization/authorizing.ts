import type { AuditSink, ClusterLimits, ConfigRules, Rules } from '@leat/access'
import type { Clock } from '@leat/base'
import type { ApiTable, Backend, Call, Reply } from '@leat/wire'
import { ACL_APIS, AclApis } from '../acls/acl-apis.ts'
import type { AclWriter } from '../acls/acl-writer.ts'
import { refusalLog, type Refusals } from '../audit/refusals.ts'
import { Asking } from './asker.ts'
import { FetchSessions } from './fetch-sessions.ts'
import { PartitionCap } from './partition-cap.ts'
import type { Step } from './rule.ts'
import { ruleOf } from './table.ts'
import type { TopicView } from './topic-view.ts'

export interface AuthorizingOptions {
  readonly backend: Backend
  /** The logical cluster, as audit events name it. */
  readonly cluster: string
  readonly rules: Rules
  readonly topics: TopicView
  /** Where ACLs are changed. */
  readonly acls: AclWriter
  readonly audit: AuditSink
  readonly clock: Clock
  /** The caps as they are now: of these the cap on partitions holds here. */
  readonly limits: () => ClusterLimits
  /** Which settings may be changed, as it is now; null: what the backend lets them. */
  readonly configRules: () => ConfigRules | null
}

export interface AuthorizingBackend extends Backend {
  readonly refusals: Refusals
}

/**
 * The one authorization step (decision 11): a Backend around a Backend, for connections and for callers within the process alike. Trusted sessions pass. It also
 * serves the three APIs of ACLs, which no backend has. An API without a rule is refused by closing the connection.
 */
export function authorizing(options: AuthorizingOptions): AuthorizingBackend {
  const { backend, cluster, rules, topics, audit, clock, limits, configRules } = options
  const refusals = refusalLog()
  const acls = new AclApis(rules, cluster, options.acls)
  const asking = new Asking({ cluster, rules, audit, refusals, clock })
  const partitionCap = new PartitionCap(topics, limits)
  const step: Step = { backend, asking, topics, fetchSessions: new FetchSessions(), partitionCap, configRules, acls }
  const apis: ApiTable = new Map([...backend.apis, ...ACL_APIS])

  const unasked = (call: Call): Promise<Reply> => (ACL_APIS.has(call.api.key) ? acls.serve(call) : backend.dispatch(call))
  return {
    apis,
    features: backend.features,
    refusals,
    dispatch(call) {
      try {
        if (call.session.trusted === true) return unasked(call)
        const rule = ruleOf(call.api)
        return rule === null ? Promise.resolve(NO_RULE) : rule.handle(step, call)
      } catch (error) {
        // Rules read requests before they yield: what cannot be read rejects, as with any backend.
        return Promise.reject(error instanceof Error ? error : new Error(String(error)))
      }
    },
  }
}

const NO_RULE: Reply = { kind: 'close', reason: 'unknown-api' }
