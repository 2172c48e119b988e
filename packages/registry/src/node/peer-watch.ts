import { type Clock, type Logger, type Millis, delay } from '@leat/base'
import type { NodeLimits } from './limits.ts'
import { type AskPeer, HEADERS, PeerFault } from './peer.ts'
import type { Role } from './role.ts'
import { type SrMember, isLeat, urlOf } from './sr-protocol.ts'

export interface PeerWatchOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly limits: NodeLimits
  readonly ask: AskPeer
  /** Puts a member out of the group. False: it could not be done. */
  readonly remove: (memberId: string, reason: string) => Promise<boolean>
}

type Outcome =
  | 'alive'
  | 'silent'
  /** Another node is at its address: it has ended, and was started again. */
  | 'replaced'

/**
 * Probes other Leat nodes: the primary, and as far as they are known all others, because one that is dead holds up every rebalance. A group notices a dead member after its
 * session, ten seconds; a node that has answered and does not any more is put out at once. Who never answered a probe of this node is left to its session: it may be the way
 * there that is broken. Registries of others are not probed.
 */
export class PeerWatch implements Disposable {
  readonly #options: PeerWatchOptions
  readonly #watched = new Map<string, AbortController>()
  readonly #answering = new Set<string>()
  /** By address, when members there were put out. */
  readonly #removedAtMs = new Map<string, Millis[]>()

  constructor(options: PeerWatchOptions) {
    this.#options = options
  }

  /** Whether the last probe of a member was answered; null where it was not probed yet. */
  isAnswering(memberId: string): boolean | null {
    return this.#watched.has(memberId) ? this.#answering.has(memberId) : null
  }

  /** While the group rebalances, those of before are watched on: one of them may hold it up. */
  update(role: Role, members: readonly SrMember[], ownMemberId: string): void {
    if (role.kind === 'rebalancing') return
    const peers = [...members, ...(role.kind === 'secondary' ? [role.primary] : [])]
    const wanted = new Map(peers.filter((one) => isLeat(one) && one.memberId !== ownMemberId).map((one) => [one.memberId, one]))
    for (const [memberId, watching] of this.#watched) if (!wanted.has(memberId)) this.#leave(memberId, watching)
    for (const [memberId, peer] of wanted) {
      if (this.#watched.has(memberId)) continue
      const watching = new AbortController()
      this.#watched.set(memberId, watching)
      void this.#watch(peer, watching.signal)
    }
  }

  [Symbol.dispose](): void {
    for (const [memberId, watching] of this.#watched) this.#leave(memberId, watching)
  }

  #leave(memberId: string, watching: AbortController): void {
    watching.abort(OVER)
    this.#watched.delete(memberId)
    this.#answering.delete(memberId)
  }

  async #watch(peer: SrMember, signal: AbortSignal): Promise<void> {
    const { clock, limits } = this.#options
    let wasAlive = false
    let failures = 0
    try {
      for (;;) {
        const askedAtMs = clock.monotonic()
        const outcome = await this.#probe(peer, signal)
        signal.throwIfAborted()
        // Who was late himself knows nothing of others: neither after a pause, nor on a machine that has no time for him.
        const isOwnDelay = clock.monotonic() - askedAtMs > limits.probeMsMax + OWN_DELAY_MS_MAX
        if (outcome === 'silent' && isOwnDelay) continue
        failures = outcome === 'alive' ? 0 : failures + 1
        wasAlive ||= outcome === 'alive'
        if (outcome === 'alive') this.#answering.add(peer.memberId)
        else this.#answering.delete(peer.memberId)
        const isDead = outcome === 'replaced' || (wasAlive && failures >= limits.probeFailuresMax)
        if (isDead) await this.#remove(peer, outcome)
        const isInDoubt = !isDead && wasAlive && failures > 0
        await delay(clock, isInDoubt ? IN_DOUBT_MS : limits.probeIntervalMs, signal)
      }
    } catch (error) {
      if (error !== OVER) this.#options.logger.event('error', 'registry-watch-failed', { peer: urlOf(peer), reason: String(error) })
    }
  }

  async #probe(peer: SrMember, signal: AbortSignal): Promise<Outcome> {
    const { ask, limits } = this.#options
    const request = {
      url: urlOf(peer),
      method: 'GET',
      target: '/',
      headers: { [HEADERS.probe]: '1' },
      body: null,
      bodyBytesMax: ANSWER_BYTES_MAX,
    }
    try {
      const { status, headers } = await ask({ ...request, msMax: limits.probeMsMax, signal })
      const memberId = headers[HEADERS.member]
      if (memberId !== undefined && memberId !== peer.memberId) return 'replaced'
      return status === 200 ? 'alive' : 'silent'
    } catch (error) {
      if (error instanceof PeerFault) return 'silent'
      throw error
    }
  }

  async #remove(peer: SrMember, outcome: Outcome): Promise<void> {
    const { clock, logger, limits, remove } = this.#options
    const url = urlOf(peer)
    const nowMs = clock.monotonic()
    const lately = (this.#removedAtMs.get(url) ?? []).filter((ms) => nowMs - ms < limits.removalsMs)
    if (lately.length >= limits.removalsMax) return
    const isRemoved = await remove(peer.memberId, `registry node: ${outcome}`).catch(() => false)
    if (!isRemoved) return
    // Bounded by the addresses of a minute: those that are old enough go.
    for (const [other, times] of this.#removedAtMs)
      if (times.every((ms) => nowMs - ms >= limits.removalsMs)) this.#removedAtMs.delete(other)
    this.#removedAtMs.set(url, [...lately, nowMs])
    logger.event('warn', 'registry-node-dead', { peer: url, outcome })
  }
}

const IN_DOUBT_MS: Millis = 30
const OWN_DELAY_MS_MAX: Millis = 150
const ANSWER_BYTES_MAX = 64 * 1024
const OVER = new Error('no longer watched')
