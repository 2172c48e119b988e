import {
  type Api,
  ApiKey,
  type Backend,
  type Call,
  type Encodable,
  type Reply,
  type RequestOf,
  type ResponseOf,
  type Session,
  WireError,
  decodeResponseFrame,
  encodeRequestFrame,
  encodeResponseFrame,
  parseRequestHeader,
} from '@leat/wire'
import { type CallOptions, type Transport, TransportClosed } from './transport.ts'
import { newestVersion } from './version.ts'

export interface BackendTransportOptions {
  readonly backend: Backend
  /** Whose calls these are. Its signal ends the transport. Whoever may make sessions answers for the principal in it. */
  readonly session: Session
  readonly clientId: string | null
}

const SIZE_PREFIX_BYTES = 4
const CORRELATION_ID_MAX = 0x7fff_ffff

/**
 * A client in the same process as its Kafka: no socket, but frames as an edge would hand them over, so that a backend cannot tell the difference.
 * A message that a version cannot carry is a bug here, and fails like one.
 */
export function backendTransport({ backend, session, clientId }: BackendTransportOptions): Transport {
  const sessions = new Sessions(session)
  let lastCorrelationId = 0
  return {
    apis: backend.apis,
    async call<A extends Api>(api: A, message: Encodable<RequestOf<A>>, options: CallOptions = {}): Promise<ResponseOf<A>> {
      if (session.signal.aborted) throw new TransportClosed(`${api.name}: the session has ended`)
      options.signal?.throwIfAborted()
      const version = newestVersion(backend.apis, api)
      const correlationId = (lastCorrelationId = lastCorrelationId === CORRELATION_ID_MAX ? 1 : lastCorrelationId + 1)
      const frame = ownFrame(encodeRequestFrame(api, version, { correlationId, clientId }, message))
      const { bodyOffset } = parseRequestHeader(frame, () => api)
      const call: Call = {
        api,
        version,
        correlationId,
        clientId,
        frame,
        bodyOffset,
        session: sessions.of(api, options),
        decoded: undefined,
      }
      const reply = await answered(api, backend.dispatch(call), session.signal, options.signal)
      return decodeReply(call, reply) as ResponseOf<A>
    },
  }
}

/** The engine keeps what it is given, and patches it: the bytes are the call's alone. */
function ownFrame(chunks: readonly Buffer[]): Buffer {
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, -SIZE_PREFIX_BYTES)
  const frame = Buffer.allocUnsafeSlow(bytes)
  let at = 0
  for (const [i, chunk] of chunks.entries()) at += chunk.copy(frame, at, i === 0 ? SIZE_PREFIX_BYTES : 0)
  return frame
}

/**
 * Connections as a client would have them. Each reading (the fetches under one signal) has its own, which ends with it: behind a pass-through, which
 * has an upstream connection for each, a parked fetch would hold everything else up.
 */
class Sessions {
  readonly #session: Session
  /** One for all fetches of a reading: signals made of others are not free. */
  readonly #readings = new WeakMap<AbortSignal, Pick<Session, 'connectionId' | 'signal'>>()
  #readingCount = 0

  constructor(session: Session) {
    this.#session = session
  }

  of(api: Api, { node = this.#session.node, signal }: CallOptions): Session {
    const base = api.key === ApiKey.Fetch && signal !== undefined ? { ...this.#session, ...this.#reading(signal) } : this.#session
    return node === base.node ? base : { ...base, node, connectionId: `${base.connectionId}-${node}` }
  }

  #reading(signal: AbortSignal): Pick<Session, 'connectionId' | 'signal'> {
    const known = this.#readings.get(signal)
    if (known !== undefined) return known
    const connectionId = `${this.#session.connectionId}-read-${++this.#readingCount}`
    const reading = { connectionId, signal: AbortSignal.any([this.#session.signal, signal]) }
    this.#readings.set(signal, reading)
    return reading
  }
}

/** What the backend does after the wait has ended is its own affair, like an answer to a client that left. */
async function answered(api: Api, dispatched: Promise<Reply>, session: AbortSignal, signal: AbortSignal | undefined): Promise<Reply> {
  const { promise: left, reject } = Promise.withResolvers<never>()
  const onEnd = (): void => reject(new TransportClosed(`${api.name}: the session has ended`))
  const onAbort = (): void => reject(signal?.reason)
  session.addEventListener('abort', onEnd, { once: true })
  signal?.addEventListener('abort', onAbort, { once: true })
  const failed = (cause: unknown): never => {
    throw new TransportClosed(`${api.name} failed: ${String(cause)}`, { cause })
  }
  try {
    return await Promise.race([dispatched.catch(failed), left])
  } finally {
    session.removeEventListener('abort', onEnd)
    signal?.removeEventListener('abort', onAbort)
  }
}

function decodeReply(call: Call, reply: Reply): unknown {
  const { api, version, correlationId } = call
  switch (reply.kind) {
    case 'message':
      return decodeAnswer(call, Buffer.concat(encodeResponseFrame(api, version, correlationId, reply.message)).subarray(SIZE_PREFIX_BYTES))
    case 'frame':
      return decodeAnswer(call, Buffer.concat(reply.chunks))
    case 'silence':
      throw new TransportClosed(`${api.name} is not answered: a client in the process does not ask for acks=0`)
    case 'close':
      throw new TransportClosed(`${api.name}: the connection was closed (${reply.reason})`)
  }
}

function decodeAnswer({ api, version, correlationId }: Call, frame: Buffer): unknown {
  const answer = decodeResponseFrame(api, version, frame)
  if (answer.correlationId !== correlationId) throw new WireError('malformed', `${api.name}: an answer to another request`)
  return answer.message
}
