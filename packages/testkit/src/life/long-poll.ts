import type { Clock } from '@leat/base'
import { type Backend, type Call, decode, type Reply } from '@leat/wire'
import { Fetch } from '@leat/wire/messages'

/**
 * With a virtual clock, a parked fetch would wait for a time that does not pass, and a consumer cannot end while its fetch is parked. So that one wait
 * is the client's own: it ends in real time too.
 */
export function parkInRealTime(backend: Backend, real: Clock): Backend {
  return {
    apis: backend.apis,
    features: backend.features,
    dispatch: (call) => (call.api.key === Fetch.key ? dispatchFetch(backend, call, real) : backend.dispatch(call)),
  }
}

async function dispatchFetch(backend: Backend, call: Call, real: Clock): Promise<Reply> {
  const deadline = new AbortController()
  // The end of the connection, for the engine, is the other reason to answer with what is there.
  const signal = AbortSignal.any([call.session.signal, deadline.signal])
  using _timer = real.after(decode(call, Fetch).maxWaitMs, () => deadline.abort())
  return await backend.dispatch({ ...call, session: { ...call.session, signal } })
}
