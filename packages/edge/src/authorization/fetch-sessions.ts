import type { NodeId } from '@leat/base'
import type { Session } from '@leat/wire'

/** Sessions remembered over all brokers of a cluster; the ones longest not used go, and their clients open new ones. */
const SESSIONS_MAX = 10_000
/** Topics of one session. A session that would have more is forgotten. */
const TOPICS_MAX = 10_000
/** Over all sessions; above it those longest not used go. */
const TOPICS_TOTAL_MAX = 500_000
/** No topic has a longer name: a session with one is not remembered. */
const NAME_CHARACTERS_MAX = 249

export interface FetchSession {
  readonly principal: string
  /** Names, or ids: a session has one kind (KIP-516). May hold more than the session still has: what is forgotten by the client is not taken out. */
  readonly topics: Set<string>
  /** The version of the rules at which all of them were allowed. */
  checkedAt: number
}

/**
 * Which topics the fetch sessions (KIP-227) of a cluster read. Requests of a session name only what changes, so this is how they are authorized. A session
 * belongs to the principal that opened it.
 */
export class FetchSessions {
  readonly #sessions = new Map<string, FetchSession>()
  #topics = 0

  find({ node, principal }: Session, sessionId: number): FetchSession | null {
    const key = keyOf(node, sessionId)
    const found = this.#sessions.get(key)
    if (found === undefined || found.principal !== nameOf(principal)) return null
    this.#sessions.delete(key)
    this.#sessions.set(key, found)
    return found
  }

  opened(by: Session, sessionId: number, topics: readonly string[], checkedAt: number): void {
    this.forget(by, sessionId)
    const session: FetchSession = { principal: nameOf(by.principal), topics: new Set(), checkedAt }
    this.#sessions.set(keyOf(by.node, sessionId), session)
    this.grew(by, sessionId, session, topics)
  }

  /** False: it is larger than can be remembered, and forgotten. */
  grew(by: Session, sessionId: number, session: FetchSession, topics: readonly string[]): boolean {
    const before = session.topics.size
    for (const topic of topics) session.topics.add(topic)
    this.#topics += session.topics.size - before
    if (session.topics.size > TOPICS_MAX || topics.some((topic) => topic.length > NAME_CHARACTERS_MAX)) {
      this.forget(by, sessionId)
      return false
    }
    while (this.#sessions.size > SESSIONS_MAX || this.#topics > TOPICS_TOTAL_MAX) this.#forget(this.#sessions.keys().next().value!)
    return true
  }

  forget({ node }: Session, sessionId: number): void {
    this.#forget(keyOf(node, sessionId))
  }

  #forget(key: string): void {
    this.#topics -= this.#sessions.get(key)?.topics.size ?? 0
    this.#sessions.delete(key)
  }
}

function keyOf(node: NodeId, sessionId: number): string {
  return `${node} ${sessionId}`
}

function nameOf({ type, name }: Session['principal']): string {
  return `${type}:${name}`
}
