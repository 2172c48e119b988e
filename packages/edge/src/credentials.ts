import { createHash } from 'node:crypto'
import type { Principal } from '@leat/wire'

/** What is kept of a key: never the secret itself. */
export interface Credential {
  readonly principal: Principal
  /** The logical cluster the key belongs to. */
  readonly tenant: string | null
  readonly salt: Buffer
  /** `hashSecret(secret, salt)` */
  readonly hash: Buffer
}

/** The keys that may log in; a port that the control plane fills. */
export interface Credentials {
  /** The key with this name, or null. Called once per login, and once more for a login that was held. */
  lookup(username: string, listener: string): Credential | null
  /** `handler` is called with the name of each key that is revoked or whose secret changed: its connections are cut. */
  onRevoked(handler: (username: string) => void): Disposable
  /** `handler` is called with the name of each key that is new or changed. Where this is absent, refused logins are not held for news. */
  onSet?(handler: (username: string) => void): Disposable
}

/** SHA-256 is enough where secrets are long and random, as API secrets are; it is no choice for passwords that people invent. */
export function hashSecret(secret: string | Buffer, salt: Buffer): Buffer {
  return createHash('sha256').update(salt).update(secret).digest()
}

/** Keys kept in memory, told by whoever owns them. */
export interface CredentialTable extends Credentials {
  set(username: string, credential: Credential): void
  /** Absent is fine. */
  revoke(username: string): void
}

/** A table that never changes by itself, for tests and for listeners without a control plane. Facts are kept by `factTable`. */
export function credentialTable(entries: Iterable<readonly [username: string, credential: Credential]> = []): CredentialTable {
  const table = new Map(entries)
  const revoked = handlersOf<string>()
  return {
    lookup: (username) => table.get(username) ?? null,
    onRevoked: revoked.on,
    set(username, credential) {
      const before = table.get(username)
      table.set(username, credential)
      if (before !== undefined && !isSame(before, credential)) revoked.tell(username)
    },
    revoke(username) {
      if (table.delete(username)) revoked.tell(username)
    },
  }
}

/** Whether a connection that logged in with the one may go on with the other. */
export function isSame(before: Credential, after: Credential): boolean {
  const { principal } = before
  const samePrincipal = principal.type === after.principal.type && principal.name === after.principal.name && before.tenant === after.tenant
  return samePrincipal && before.hash.equals(after.hash) && before.salt.equals(after.salt)
}

interface Handlers<T> {
  readonly on: (handler: (value: T) => void) => Disposable
  readonly tell: (value: T) => void
}

export function handlersOf<T>(): Handlers<T> {
  const handlers = new Set<(value: T) => void>()
  return {
    on(handler) {
      handlers.add(handler)
      return { [Symbol.dispose]: () => void handlers.delete(handler) }
    },
    tell(value) {
      for (const handler of handlers) handler(value)
    },
  }
}
