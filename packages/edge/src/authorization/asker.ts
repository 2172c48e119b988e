import { CLUSTER_RESOURCE } from '@leat/access'
import type { AuditSink, AuthorizationEvent, Operation, ResourceType, Rules, Verdict } from '@leat/access'
import type { Clock } from '@leat/base'
import { ApiKey, type Call, type Session } from '@leat/wire'
import type { RefusalLog } from '../audit/refusals.ts'
import { type AskerVerdicts, VerdictCache } from './verdict-cache.ts'

export interface AskingOptions {
  /** The logical cluster, as audit events name it. */
  readonly cluster: string
  readonly rules: Rules
  readonly audit: AuditSink
  readonly refusals: RefusalLog
  readonly clock: Clock
}

/** Asks the rules in the name of whoever makes a call, and records what was decided. */
export class Asking {
  readonly #options: AskingOptions
  readonly #cache: VerdictCache
  readonly #bySession = new WeakMap<Session, AskerVerdicts>()

  constructor(options: AskingOptions) {
    this.#options = options
    this.#cache = new VerdictCache(options.rules)
  }

  /** Of the rules: what was allowed stays allowed while it is the same. */
  get version(): number {
    return this.#options.rules.version
  }

  /** Whether the call may do this. Recorded: always when refused; when allowed, for all APIs but Produce and Fetch, as in the cloud. */
  may(call: Call, operation: Operation, resourceType: ResourceType, name: string): boolean {
    const verdict = this.#of(call.session).decide(operation, resourceType, name)
    if (verdict.granted && (call.api.key === ApiKey.Produce || call.api.key === ApiKey.Fetch)) return true
    this.#record(call, operation, resourceType, name, verdict)
    return verdict.granted
  }

  /** As `may`, and recorded only if granted: for a right that is one of several that will do. */
  mayAlso(call: Call, operation: Operation, resourceType: ResourceType, name: string): boolean {
    const verdict = this.#of(call.session).decide(operation, resourceType, name)
    if (verdict.granted) this.#record(call, operation, resourceType, name, verdict)
    return verdict.granted
  }

  /** Not recorded: what is left out of listings, and bits that tell what one might do. */
  might(session: Session, operation: Operation, resourceType: ResourceType, name: string): boolean {
    return this.#of(session).decide(operation, resourceType, name).granted
  }

  /** KIP-679: whoever may write to any topic at all may write idempotently. Recorded if granted, as the right on the cluster that it stands for. */
  mayWriteSomewhere(call: Call): boolean {
    const verdict = this.#of(call.session).decideAny('write', 'topic')
    if (verdict.granted) this.#record(call, 'idempotent-write', 'cluster', CLUSTER_RESOURCE, verdict)
    return verdict.granted
  }

  #of(session: Session): AskerVerdicts {
    const known = this.#bySession.get(session)
    if (known !== undefined) return known
    const { principal, clientHost } = session
    const asker = this.#cache.of(`${principal.type}:${principal.name}`, addressOf(clientHost))
    this.#bySession.set(session, asker)
    return asker
  }

  #record(call: Call, operation: Operation, resourceType: ResourceType, resourceName: string, verdict: Verdict): void {
    const { cluster, clock, audit, refusals } = this.#options
    const { session } = call
    const event: AuthorizationEvent = {
      kind: 'authorization',
      atMs: clock.now(),
      cluster,
      clientAddress: addressOf(session.clientHost),
      connectionId: session.connectionId,
      principal: `${session.principal.type}:${session.principal.name}`,
      api: call.api.name,
      operation,
      resourceType,
      resourceName: shortened(resourceName),
      granted: verdict.granted,
      reason: verdict.reason,
      clientId: call.clientId === null ? null : shortened(call.clientId),
      correlationId: call.correlationId,
    }
    audit.record(event)
    if (!verdict.granted) refusals.add(event)
  }
}

/** Names in events, of which many are kept. Longer ones are no topic's, and anything may stand in them. */
const NAME_CHARACTERS_MAX = 512

function shortened(name: string): string {
  // A slice alone would keep the whole name in memory.
  return name.length <= NAME_CHARACTERS_MAX ? name : Buffer.from(name.slice(0, NAME_CHARACTERS_MAX)).toString()
}

/** `/127.0.0.1`, as Kafka shows a client, without the stroke. */
function addressOf(clientHost: string): string {
  return clientHost.startsWith('/') ? clientHost.slice(1) : clientHost
}
