import { type Backend, type Call, encodeResponseFrame, type Reply } from '@leat/wire'

/** One call as it went over the wire, or would have: header and body, without size prefix. */
export interface Recorded {
  readonly apiKey: number
  readonly version: number
  readonly correlationId: number
  readonly request: Buffer
  readonly outcome: RecordedOutcome
}

export type RecordedOutcome =
  | { readonly kind: 'answer'; readonly response: Buffer }
  | { readonly kind: 'silence' }
  | { readonly kind: 'close'; readonly reason: string }
  /** The backend failed. */
  | { readonly kind: 'fault'; readonly detail: string }

/**
 * The same backend, with every call told to `sink` when its answer is there, in order of answers. Bytes are copied: whoever dispatches and whoever
 * answers go on owning theirs.
 */
export function recorder(backend: Backend, sink: (recorded: Recorded) => void): Backend {
  return {
    apis: backend.apis,
    features: backend.features,
    dispatch(call) {
      // Before the call: the backend may patch the frame.
      const request = Buffer.from(call.frame)
      const told = (outcome: RecordedOutcome): void =>
        sink({ apiKey: call.api.key, version: call.version, correlationId: call.correlationId, request, outcome })
      const answer = backend.dispatch(call)
      return answer.then(
        (reply) => {
          told(outcomeOf(call, reply))
          return reply
        },
        (error: unknown) => {
          told({ kind: 'fault', detail: String(error) })
          throw error
        },
      )
    },
  }
}

const SIZE_BYTES = 4

function outcomeOf(call: Call, reply: Reply): RecordedOutcome {
  switch (reply.kind) {
    case 'message':
      return {
        kind: 'answer',
        response: Buffer.concat(encodeResponseFrame(call.api, call.version, call.correlationId, reply.message)).subarray(SIZE_BYTES),
      }
    case 'frame':
      return { kind: 'answer', response: Buffer.concat(reply.chunks) }
    case 'silence':
    case 'close':
      return reply
  }
}
