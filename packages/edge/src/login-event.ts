import type { ConnectionState } from './connection-state.ts'
import type { EdgeContext } from './context.ts'
import { LOGIN_FAILURE_TEXT, type LoginFailure } from './sasl/plain.ts'

interface Failed {
  readonly label: LoginFailure | 'unsupported-mechanism'
  readonly username: string | null
}

/** Records a login, granted (the state is open) or not. Never a secret: of a refusal the name that was given, and the text that its client is told. */
export function recordLogin(
  { audit, clock }: EdgeContext,
  { id, remoteAddress }: { readonly id: string; readonly remoteAddress: string },
  state: ConnectionState,
  failed: Failed | null,
): void {
  if (audit === null) return
  const identity = failed === null && state.phase === 'open' ? state.identity : null
  audit.sink.record({
    kind: 'authentication',
    atMs: clock.now(),
    cluster: audit.cluster,
    clientAddress: remoteAddress,
    connectionId: id,
    mechanism: 'SASL_PLAIN',
    identity: identity?.username ?? failed?.username?.slice(0, IDENTITY_CHARACTERS_MAX) ?? '',
    principal: identity === null ? null : `${identity.principal.type}:${identity.principal.name}`,
    granted: failed === null,
    message: failed === null || failed.label === 'unsupported-mechanism' ? null : LOGIN_FAILURE_TEXT[failed.label],
  })
}

/** A name that is no key's may be anything. */
const IDENTITY_CHARACTERS_MAX = 256
