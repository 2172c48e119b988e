import type { Api, ApiRange, Backend, Call, Reply } from '@leat/wire'
import { apis } from '@leat/wire/messages'

interface FakeCall {
  readonly call: Call
  readonly answer: (reply: Reply) => void
  readonly fail: (error: unknown) => void
}

/** A backend whose answers a test gives by hand, or at once by `respond`. */
export interface FakeBackend extends Backend {
  /** Calls in order of dispatch. */
  readonly calls: FakeCall[]
  /** Answers every call from now on at once; null: by hand. */
  respond: ((call: Call) => Reply) | null
}

export function fakeBackend(served: readonly Api[] = apis, features: Backend['features'] = []): FakeBackend {
  const calls: FakeCall[] = []
  const table = new Map<number, ApiRange>(served.map((api) => [api.key, { api, min: api.versions[0], max: api.versions[1] }]))
  const backend: FakeBackend = {
    apis: table,
    features,
    calls,
    respond: null,
    dispatch(call) {
      const { promise, resolve, reject } = Promise.withResolvers<Reply>()
      if (backend.respond !== null) return Promise.resolve(backend.respond(call))
      calls.push({ call, answer: resolve, fail: reject })
      return promise
    },
  }
  return backend
}
