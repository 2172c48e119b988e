import type { ConnectionState } from './connection-state.ts'
import type { EdgeContext } from './context.ts'
import { LOGIN_FAILURE_TEXT, type LoginFailure } from './sasl/plain.ts'

interface Failed {
  readonly label: LoginFailure | 'unsupported-mechanism'
  readonly username: string | null
}

/** Records a login, granted (the state is open) or not. Never a secret: of a refusal the name that was given, where it looks like a key's, and the text that its client is told. */
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
    identity: identity?.username ?? (failed !== null && KEY_NAME.test(failed.username ?? '') ? failed.username! : ''),
    principal: identity === null ? null : `${identity.principal.type}:${identity.principal.name}`,
    granted: failed === null,
    message: failed === null || failed.label === 'unsupported-mechanism' ? null : LOGIN_FAILURE_TEXT[failed.label],
  })
}

/** Names of keys look so, and secrets do not: whoever mixes up the two fields finds its secret in no log. */
const KEY_NAME = /^[A-Z0-9]{1,32}$/
