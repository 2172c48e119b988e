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
  /** The key with this name, or null. Called once per login. */
  lookup(username: string, listener: string): Credential | null
  /** `handler` is called with the name of each key that is revoked or whose secret changed: its connections are cut. */
  onRevoked(handler: (username: string) => void): Disposable
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

export function credentialTable(entries: Iterable<readonly [username: string, credential: Credential]> = []): CredentialTable {
  const table = new Map(entries)
  const handlers = new Set<(username: string) => void>()
  const tell = (username: string): void => {
    for (const handler of handlers) handler(username)
  }
  return {
    lookup: (username) => table.get(username) ?? null,
    onRevoked(handler) {
      handlers.add(handler)
      return { [Symbol.dispose]: () => void handlers.delete(handler) }
    },
    set(username, credential) {
      const before = table.get(username)
      table.set(username, credential)
      if (before !== undefined && !(before.hash.equals(credential.hash) && before.salt.equals(credential.salt))) tell(username)
    },
    revoke(username) {
      if (table.delete(username)) tell(username)
    },
  }
}
