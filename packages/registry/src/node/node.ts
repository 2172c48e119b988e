import type { Clock, Logger, Random } from '@leat/base'
import { type Transport, endOffset } from '@leat/client'
import type { HttpAnswer, HttpHandler, HttpRequest } from '@leat/rest'
import { type StateSchema, type TopicSettings, openStore } from '@leat/store'
import { isWriteRequest } from '../api/writes.ts'
import { Changes } from './changes.ts'
import { Election } from './election.ts'
import { forwarding } from './forward.ts'
import { type NodeLimits, defaultNodeLimits } from './limits.ts'
import { makeTopic } from './make-topic.ts'
import { type AskPeer, HEADERS, refusal } from './peer.ts'
import { PeerWatch } from './peer-watch.ts'
import { PROMOTE_PATH, promote } from './promote.ts'
import { type Readiness, readinessOf } from './readiness.ts'
import { DECISIONS_PER_BATCH_MAX, SCHEMAS_TOPIC, WRITER_IDENTITY, schemasRecords } from './record-format.ts'
import type { Role } from './role.ts'
import { type NodeIdentity, type Stickiness, urlOf } from './sr-protocol.ts'
import { type Standing, standingOf } from './standing.ts'
import { SupervisedStore } from './supervised-store.ts'
import { keepWriter } from './writer-keeper.ts'

export interface RegistryNodeOptions<State> {
  /** Its client id is `LEAT_CLIENT_ID`. */
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly ask: AskPeer
  readonly schema: StateSchema<State>
  readonly topic: string
  /** Also the name under which primaries fence each other. */
  readonly groupId: string
  /** Where other nodes reach this one. */
  readonly identity: NodeIdentity
  readonly sticky: Stickiness
  readonly headersToo?: readonly string[]
  /** What the topic is made with; a node that may not become primary only reads it. */
  readonly topicSettings?: TopicSettings
  /** Of a topic that it makes; 3, or as many as there are brokers, if not said. */
  readonly replicationFactor?: number
  readonly limits?: Partial<NodeLimits>
}

/** One registry of a group: reads its log, takes part in the election, writes as primary, forwards writes otherwise. */
export interface RegistryNode<State> extends AsyncDisposable {
  /** Decisions are for requests that came through `serve`. */
  readonly store: SupervisedStore<State>
  readonly role: Role
  readonly standing: Standing
  /** Takes part in the election from now on: others may already send requests here. */
  join(): void
  /**
   * Puts `local` behind what a node does: reads go there, writes where the group's primary is. What `known` answers with 200 although this node is not primary is not sent
   * anywhere: registrations of what is there already.
   */
  serve(local: HttpHandler, known?: HttpHandler): HttpHandler
  readiness(): Promise<Readiness>
  /** May become primary from now on, and asks the group at once who is. */
  makeEligible(): void
}

export function openRegistryNode<State>(options: RegistryNodeOptions<State>): RegistryNode<State> {
  return new Node(options)
}

const REPLICATION_FACTOR = 3
const OUTSIDE: Role = { kind: 'outside', reason: 'it has not joined yet' }

class Node<State> implements RegistryNode<State> {
  readonly store: SupervisedStore<State>
  readonly #options: RegistryNodeOptions<State>
  readonly #limits: NodeLimits
  readonly #changes = new Changes()
  readonly #stopping = new AbortController()
  readonly #watch: PeerWatch
  #identity: NodeIdentity
  #election: Election | null = null
  #keeping: Promise<void> = Promise.resolve()

  constructor(options: RegistryNodeOptions<State>) {
    const { transport, clock, random, logger, schema, topic, groupId, ask, topicSettings = SCHEMAS_TOPIC } = options
    this.#options = options
    this.#limits = { ...defaultNodeLimits, ...options.limits }
    this.#identity = options.identity
    const of = { transport, clock, random, logger, schema, topic, transactionalId: groupId }
    const settings = options.identity.isEligible ? topicSettings : null
    const writing = { records: schemasRecords, decisionsPerBatchMax: DECISIONS_PER_BATCH_MAX, identity: WRITER_IDENTITY }
    this.store = new SupervisedStore({
      clock,
      random,
      logger,
      empty: () => schema.empty(),
      open: async () => {
        const { replicationFactor = REPLICATION_FACTOR } = options
        const { signal } = this.#stopping
        if (settings !== null) await makeTopic(transport, { topic, replicationFactor, configs: settings.configs }, signal)
        return openStore({ ...of, ...writing, topicSettings: settings })
      },
    })
    const remove = async (memberId: string, reason: string): Promise<boolean> => (await this.#election?.remove(memberId, reason)) ?? false
    this.#watch = new PeerWatch({ clock, logger, limits: this.#limits, ask, remove })
  }

  get role(): Role {
    return this.#election?.role ?? OUTSIDE
  }

  get standing(): Standing {
    return standingOf(this.role, { isInContact: this.#election?.isInContact ?? false, isLeading: this.store.role === 'leading' })
  }

  join(): void {
    if (this.#election !== null || this.#stopping.signal.aborted) return
    const { sticky, ...options } = this.#options
    const election = new Election({
      ...options,
      sticky,
      limits: this.#limits,
      identity: () => this.#identity,
      onRole: (role) => {
        this.#watch.update(role, election.members, election.memberId)
        this.#changes.tell()
      },
    })
    this.#election = election
    this.#keeping = keepWriter(
      { ...options, limits: this.#limits, store: this.store, election, changes: this.#changes },
      this.#stopping.signal,
    )
  }

  makeEligible(): void {
    this.#identity = { ...this.#identity, isEligible: true }
    this.#election?.rejoin()
  }

  serve(local: HttpHandler, known?: HttpHandler): HttpHandler {
    const { clock, logger, ask, headersToo = [] } = this.#options
    const { store } = this
    const write = forwarding({
      clock,
      logger,
      ask,
      headersToo,
      local,
      known: known === undefined ? null : (request) => (store.isOpen ? known(request) : Promise.resolve(null)),
      limits: this.#limits,
      self: urlOf(this.#identity),
      standing: () => this.standing,
      changes: this.#changes,
      position: () => store.position,
      appliedTo: (offset, signal) => store.appliedTo(offset, signal),
    })
    return async (request) => {
      if (request.headers[HEADERS.probe] !== undefined && request.path === '/') return this.#probed()
      if (request.path === READINESS_PATH && request.method === 'GET') return this.#answerReadiness()
      if (request.path === PROMOTE_PATH && request.method === 'POST') return this.#promote(request)
      // A write waits for its primary, wherever that is.
      if (isWriteRequest(request.method, request.path)) return write(request)
      return store.isOpen ? local(request) : refusal(503, STORE_ERROR, 'The registry has not read its log yet.', { 'retry-after': '1' })
    }
  }

  readiness(): Promise<Readiness> {
    const { transport, clock, random, topic } = this.#options
    const { store } = this
    return readinessOf({
      clock,
      isOpen: () => store.isOpen,
      position: () => store.position,
      appliedTo: (offset, signal) => store.appliedTo(offset, signal),
      end: (signal) => endOffset(transport, { topic, partition: 0, clock, random, signal }),
      leader: () => this.#leader(),
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort(new Error('the node stops'))
    this.#watch[Symbol.dispose]()
    await this.#keeping
    // What it has begun is finished before another one is let in.
    await this.store.follow().catch(() => null)
    await this.#election?.[Symbol.asyncDispose]()
    await this.store[Symbol.asyncDispose]()
  }

  #leader(): { readonly role: string; readonly url: string | null; readonly isWriterAlive: boolean } {
    const { role } = this
    if (role.kind === 'primary') return { role: 'primary', url: urlOf(this.#identity), isWriterAlive: this.standing.kind === 'here' }
    if (role.kind !== 'secondary') return { role: role.kind, url: null, isWriterAlive: false }
    const { primary } = role
    return { role: 'secondary', url: urlOf(primary), isWriterAlive: this.#watch.isAnswering(primary.memberId) !== false }
  }

  #probed(): HttpAnswer {
    return { status: 200, headers: { [HEADERS.member]: this.#election?.memberId ?? '' }, body: null }
  }

  #promote(request: HttpRequest): Promise<HttpAnswer> {
    return promote(
      {
        clock: this.#options.clock,
        changes: this.#changes,
        role: () => this.role,
        standing: () => this.standing,
        makeEligible: () => this.makeEligible(),
        position: () => this.store.position,
        self: urlOf(this.#identity),
      },
      request,
    )
  }

  async #answerReadiness(): Promise<HttpAnswer> {
    const readiness = await this.readiness()
    return { status: readiness.isReady ? 200 : 503, headers: { 'content-type': 'application/json' }, body: JSON.stringify(readiness) }
  }
}

/** Beside the registry's own paths. */
export const READINESS_PATH = '/leat/ready'
const STORE_ERROR = 50_001
