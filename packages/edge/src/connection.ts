import { type Bytes, type LogFields, type Millis, type NetSocket, type NodeId, assert, unreachable } from '@leat/base'
import { type Call, parseRequestHeader, type Reply, type RequestHeader, type Session, encodeResponseFrame, WireError } from '@leat/wire'
import { Answers, type AnswerSlot, bytesOf, responseChunks } from './answers.ts'
import { admits, type ConnectionState, expectsRawToken, greeting, opened } from './connection-state.ts'
import type { EdgeContext } from './context.ts'
import { type CloseCause, guessProtocol } from './events.ts'
import { Intake } from './intake.ts'
import type { Listener } from './listener.ts'
import { type FailedLogin, Login } from './login.ts'
import { recordLogin } from './login-event.ts'
import { overdue } from './deadlines.ts'
import type { Limiter } from './quota/limiter.ts'
import { Mute } from './quota/mute.ts'
import { sessionOf } from './session.ts'
import { isOwn, refuseSasl, type Response } from './own-apis.ts'

/** Thrown away after the last response, before a peer that goes on sending is cut. */
const LINGER_BYTES_MAX = 1024 * 1024

/** One client. Requests are executed as they come and overlap; responses leave in order (D7). */
export class Connection {
  readonly id: string
  readonly remoteAddress: string
  readonly #context: EdgeContext
  readonly #socket: NetSocket
  readonly #listener: Listener
  readonly #node: NodeId
  readonly #onGone: (connection: Connection) => void
  readonly #intake: Intake
  readonly #answers: Answers
  readonly #abort = new AbortController()
  readonly #beganAtMs: Millis
  /** Null: an operator's connection, or no caps are kept here. */
  readonly #limiter: Limiter | null
  readonly #mute: Mute
  #state: ConnectionState
  #session: Session | null = null
  /** As rules and quotas name it; empty before login. */
  #principal = ''
  #inFlightBytes: Bytes = 0
  #lastActiveAtMs: Millis
  readonly #login: Login
  #closing: { readonly cause: CloseCause; readonly sinceMs: Millis } | null = null
  #hasPeerEnded = false
  #wasReset = false
  #isGone = false
  #proceeding = false
  #lingerBytes = 0

  constructor(
    context: EdgeContext,
    socket: NetSocket,
    listener: Listener,
    node: NodeId,
    id: string,
    onGone: (connection: Connection) => void,
  ) {
    this.id = id
    this.remoteAddress = socket.remoteAddress
    this.#context = context
    this.#socket = socket
    this.#listener = listener
    this.#node = node
    this.#onGone = onGone
    this.#beganAtMs = this.#lastActiveAtMs = context.clock.monotonic()
    this.#limiter = listener.trusted === true ? null : context.limiter
    this.#mute = new Mute(context.clock, () => this.#proceed())
    this.#login = new Login(context, listener, this.remoteAddress, {
      advance: (next) => this.#advance(next),
      send: (response, correlationId) => this.#send(response, correlationId),
      fail: (answer, correlationId) => this.#failLogin(answer, correlationId),
      proceed: () => this.#proceed(),
    })
    const open = listener.protocol === 'PLAINTEXT'
    this.#state = open ? opened({ principal: listener.principal!, tenant: listener.tenant, username: null }, null) : greeting()
    if (open) this.#openSession()
    this.#answers = new Answers(socket, context.clock, context.responses, () => this.#taken())
    this.#intake = new Intake(
      {
        socket,
        clock: context.clock,
        budget: context.budget,
        requestBytesMax: context.limits.requestBytesMax,
        requestBytesBeforeLoginMax: context.limits.requestBytesBeforeLoginMax,
        onFrames: () => this.#proceed(),
        onBroken: (cause, detail) => this.close(cause, { detail, guess: guessProtocol(this.#intake.firstBytes) }),
      },
      !open,
    )
    this.#listen()
  }

  /** The name it logged in with; null before login and on listeners that ask nobody. */
  get username(): string | null {
    return this.#state.phase === 'open' ? this.#state.identity.username : null
  }

  /** Reads nothing more, answers what is in flight, then ends. */
  close(cause: CloseCause, fields: LogFields = {}): void {
    if (!this.#beginClosing(cause, fields)) return
    this.#answers.end(this.#answers.reserve())
  }

  /** Ends at once; what is in flight is not answered. */
  cut(cause: CloseCause, fields: LogFields = {}): void {
    if (this.#isGone) return
    this.#beginClosing(cause, fields)
    this.#socket.destroy()
  }

  /** Looks at the deadlines. Called about once a second. */
  sweep(nowMs: Millis): void {
    const due = overdue(
      {
        phase: this.#state.phase,
        closingSinceMs: this.#closing?.sinceMs ?? null,
        beganAtMs: this.#beganAtMs,
        lastActiveAtMs: this.#lastActiveAtMs,
        answers: this.#answers,
        intake: this.#intake,
      },
      this.#context,
      nowMs,
    )
    if (due === null) return
    if (due.kind === 'cut') this.cut(due.cause, due.fields)
    else if (due.kind === 'close') this.close(due.cause)
    else this.#socket.stream.destroy()
  }

  #listen(): void {
    const { stream } = this.#socket
    stream.on('data', (chunk: Buffer) => {
      if (this.#closing === null) {
        this.#lastActiveAtMs = this.#context.clock.monotonic()
        this.#intake.push(chunk, this.#lastActiveAtMs)
      } else if ((this.#lingerBytes += chunk.length) > LINGER_BYTES_MAX) this.#socket.destroy()
    })
    stream.on('end', () => this.#peerEnded())
    stream.on('error', () => (this.#wasReset = true))
    stream.on('close', () => this.#gone())
  }

  /** Starts what may be started, and reads on when nothing is left to start. */
  #proceed(): void {
    // What is started may be answered at once and call this again: one loop serves all.
    if (this.#proceeding) return
    this.#proceeding = true
    while (this.#closing === null && !this.#intake.isEmpty && this.#mayStart(this.#intake.nextBytes)) this.#handle(this.#intake.next()!)
    this.#proceeding = false
    if (this.#closing !== null || this.#isGone) return
    this.#intake.setReady(this.#intake.isEmpty && this.#mayStart(0))
  }

  #mayStart(bytes: Bytes): boolean {
    const { limits, responses } = this.#context
    // All that is left is in memory already.
    if (this.#hasPeerEnded) return true
    if (this.#mute.isOn || this.#login.isHeld) return false
    if (this.#answers.open >= limits.requestsInFlightPerConnectionMax) return false
    if (this.#inFlightBytes > 0 && this.#inFlightBytes + bytes > limits.requestBytesInFlightPerConnectionMax) return false
    const { pendingBytes } = this.#answers
    // Who has nothing pending is never held up by those who read slowly.
    if (pendingBytes > 0 && responses.pendingBytes >= limits.responseBytesPendingMax) return false
    return pendingBytes < limits.responseBytesPendingPerConnectionMax
  }

  #handle(frame: Buffer): void {
    const nowMs = this.#context.clock.monotonic()
    let kept = false
    try {
      if (expectsRawToken(this.#state)) return this.#login.answer(this.#state, null, frame, nowMs)
      const header = parseRequestHeader(frame, this.#context.apiOf)
      const admission = admits(this.#state, header.apiKey, nowMs)
      switch (admission) {
        case 'serve':
          if (isOwn(header.apiKey)) return this.#login.answer(this.#state, header, frame, nowMs)
          kept = this.#dispatch(header, frame)
          return
        case 'refuse-sasl':
          return this.#send(refuseSasl(header), header.correlationId)
        case 'close-unauthenticated':
          return this.close('unauthenticated-request', { api: header.api.name })
        case 'close-sasl-state':
          return this.close('illegal-sasl-state', { api: header.api.name })
        case 'close-session-expired':
          return this.close('session-expired', { api: header.api.name })
        case 'ignore':
          return
        default:
          unreachable(admission)
      }
    } catch (error) {
      this.#refuse(error)
    } finally {
      if (!kept) this.#intake.done(frame.length)
    }
  }

  /** A request nobody can read: Kafka closes the connection. */
  #refuse(error: unknown): void {
    if (!(error instanceof WireError)) return this.close('fault', { detail: String(error) })
    const cause = error.kind === 'unknown-api' || error.kind === 'unsupported-version' ? error.kind : 'malformed-request'
    this.close(cause, { detail: error.message, guess: this.#session === null ? guessProtocol(this.#intake.firstBytes) : undefined })
  }

  /** True when the frame is in the backend's hands and counts until it is answered. */
  #dispatch(header: RequestHeader, frame: Buffer): boolean {
    const { backend } = this.#context
    const { api, apiVersion: version, correlationId, clientId, bodyOffset } = header
    const range = backend.apis.get(api.key)
    assert(range !== undefined, 'a header names an API that is served')
    if (version < range.min || version > range.max) {
      throw new WireError('unsupported-version', `${api.name} version ${version}, where ${range.min} to ${range.max} are served`)
    }
    const call: Call = { api, version, correlationId, clientId, frame, bodyOffset, session: this.#session!, decoded: undefined }
    const slot = this.#answers.reserve()
    this.#inFlightBytes += frame.length
    this.#context.traffic.requests += 1
    this.#context.traffic.ingressBytes += frame.length
    const throttleMs = this.#limiter?.request(this.#principal, frame.length) ?? 0
    if (throttleMs > 0) this.#mute.for(throttleMs)
    const answer = Promise.try(() => backend.dispatch(call))
    answer.then(
      (reply) => this.#answered(call, slot, reply, throttleMs),
      (error: unknown) => this.#failed(call, slot, error),
    )
    return true
  }

  #answered(call: Call, slot: AnswerSlot, reply: Reply, throttleMs: Millis): void {
    this.#executed(call)
    if (this.#isGone) return
    switch (reply.kind) {
      case 'message':
      case 'frame':
        try {
          this.#answers.send(slot, this.#chunksOf(call, reply, throttleMs))
        } catch (error) {
          this.#fault(call, slot, error)
        }
        break
      case 'silence':
        this.#answers.nothing(slot)
        break
      case 'close':
        this.#beginClosing(reply.reason, { api: call.api.name })
        this.#answers.end(slot)
        break
      default:
        unreachable(reply)
    }
    this.#proceed()
  }

  /** With its throttle time (KIP-219), after which this connection is read again. */
  #chunksOf(call: Call, reply: Reply & { readonly kind: 'message' | 'frame' }, owedMs: Millis): readonly Buffer[] {
    const { addresses } = this.#context
    const chunks = responseChunks(call, reply, addresses, owedMs)
    const bytes = bytesOf(chunks)
    this.#context.traffic.egressBytes += bytes
    if (this.#limiter === null) return chunks
    const throttleMs = Math.max(owedMs, this.#limiter.response(this.#principal, bytes))
    if (throttleMs > 0) {
      this.#mute.for(throttleMs)
      this.#context.report.count('edge_throttled')
    }
    return throttleMs === owedMs ? chunks : responseChunks(call, reply, addresses, throttleMs)
  }

  #failed(call: Call, slot: AnswerSlot, error: unknown): void {
    this.#executed(call)
    if (this.#isGone) return
    if (error instanceof WireError) {
      this.#refuse(error)
      this.#answers.end(slot)
    } else this.#fault(call, slot, error)
  }

  /** The backend failed: only this connection ends, and whoever runs Leat is told why. */
  #fault(call: Call, slot: AnswerSlot, error: unknown): void {
    this.#beginClosing('fault', {
      api: call.api.name,
      version: call.version,
      detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    this.#answers.end(slot)
  }

  #executed(call: Call): void {
    this.#inFlightBytes -= call.frame.length
    this.#intake.done(call.frame.length)
  }

  /** False when the login went through and there is no place for it: it is closing. */
  #advance(next: ConnectionState): boolean {
    const login = next.phase === 'open' && next !== this.#state && next.reauthenticating === null
    this.#state = next
    if (!login) return true
    recordLogin(this.#context, this, this.#state, null)
    if (this.#session !== null) return true
    if (!this.#context.places.seat(this)) {
      this.close('cluster-connections')
      return false
    }
    this.#openSession()
    this.#intake.loggedIn()
    this.#context.report.count('edge_logins')
    return true
  }

  /** The answer is held back, and nothing else is read meanwhile: guessing is slow. */
  #failLogin(answer: FailedLogin, correlationId: number): void {
    const { clock, throttle, report } = this.#context
    const delayMs = throttle.failed(this.remoteAddress)
    if (answer.label !== 'unsupported-mechanism') recordLogin(this.#context, this, this.#state, answer)
    report.count('edge_logins_failed', answer.label)
    this.#beginClosing(answer.cause, { reason: answer.label, delayMs })
    const slot = this.#answers.reserve()
    const timer = clock.after(delayMs, () => {
      const { response } = answer
      if (response === null) this.#answers.nothing(slot)
      else this.#answers.send(slot, encodeResponseFrame(response.api, response.version, correlationId, response.message))
      this.#answers.end(this.#answers.reserve())
    })
    this.#abort.signal.addEventListener('abort', () => timer.cancel(), { once: true })
  }

  #send(response: Response | null, correlationId: number): void {
    if (response === null) this.#answers.send(this.#answers.reserve(), [EMPTY_FRAME])
    else this.#answers.send(this.#answers.reserve(), encodeResponseFrame(response.api, response.version, correlationId, response.message))
  }

  #taken(): void {
    this.#lastActiveAtMs = this.#context.clock.monotonic()
    if (!this.#isGone) this.#proceed()
  }

  #openSession(): void {
    if (this.#state.phase !== 'open') return
    const { identity } = this.#state
    this.#principal = `${identity.principal.type}:${identity.principal.name}`
    this.#session = sessionOf(identity, this.#listener, this.#node, this, this.#abort.signal)
  }

  /** False when it is closing already. From here on what arrives is thrown away. */
  #beginClosing(cause: CloseCause, fields: LogFields): boolean {
    if (this.#closing !== null || this.#isGone) return false
    this.#closing = { cause, sinceMs: this.#context.clock.monotonic() }
    this.#login.end()
    this.#mute.end()
    this.#state = { phase: 'draining' }
    this.#intake.end()
    this.#context.report.closed(cause, { listener: this.#listener.name, remote: this.remoteAddress, ...fields })
    // Unread bytes would turn our end into a reset, which can overtake the last response.
    this.#socket.resume()
    return true
  }

  /** The client sends nothing more, and the stream ends itself. What has come is still executed (acks=0), but nobody waits for answers any more. */
  #peerEnded(): void {
    this.#hasPeerEnded = true
    this.#abort.abort()
    this.#proceed()
  }

  #gone(): void {
    if (this.#isGone) return
    this.#beginClosing(this.#wasReset ? 'peer-reset' : 'peer-closed', {})
    this.#isGone = true
    this.#abort.abort()
    this.#answers.discard()
    this.#onGone(this)
  }
}

const EMPTY_FRAME = Buffer.alloc(4)
