import type { Bytes, Clock, Millis } from '@leat/base'
import { type Backend, type Call, encodeResponseFrame, type Encodable, type Reply } from '@leat/wire'
import type { Limiter } from './limiter.ts'
import type { Traffic } from './traffic.ts'

const SIZE_PREFIX_BYTES = 4

export interface Limiting {
  readonly limiter: Limiter
  readonly traffic: Traffic
  readonly clock: Clock
}

/**
 * Caps and quotas for callers within the process (Kafka REST), who have no connection that could be muted: what is over a rate is served at once, and its
 * answer held for the throttle time, at most as long as a connection would be muted. Trusted sessions pass.
 */
export function limiting(backend: Backend, { limiter, traffic, clock }: Limiting): Backend {
  const limited = async (call: Call, owedMs: Millis, served: Promise<Reply>): Promise<Reply> => {
    const reply = framed(call, await served)
    const bytes = reply.kind === 'frame' ? bytesOf(reply.chunks) : 0
    traffic.egressBytes += bytes
    const throttleMs = Math.max(owedMs, reply.kind === 'frame' ? limiter.response(principalOf(call), bytes) : 0)
    if (throttleMs > 0) await held(clock, throttleMs, call.session.signal)
    return reply
  }
  return {
    apis: backend.apis,
    features: backend.features,
    dispatch(call) {
      if (call.session.trusted === true) return backend.dispatch(call)
      traffic.requests += 1
      traffic.ingressBytes += call.frame.length
      const owedMs = limiter.request(principalOf(call), call.frame.length)
      return limited(call, owedMs, backend.dispatch(call))
    },
  }
}

/** Only what is encoded has a size. */
function framed({ api, version, correlationId }: Call, reply: Reply): Reply {
  if (reply.kind !== 'message') return reply
  const [first, ...rest] = encodeResponseFrame(api, version, correlationId, reply.message as Encodable<unknown>)
  return { kind: 'frame', chunks: [first!.subarray(SIZE_PREFIX_BYTES), ...rest] }
}

function bytesOf(chunks: readonly Buffer[]): Bytes {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0)
}

function principalOf({ session: { principal } }: Call): string {
  return `${principal.type}:${principal.name}`
}

/** Ends early when the caller has left. */
async function held(clock: Clock, ms: Millis, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  using _timer = clock.after(ms, resolve)
  const leave = (): void => resolve()
  signal.addEventListener('abort', leave)
  await promise
  signal.removeEventListener('abort', leave)
}
