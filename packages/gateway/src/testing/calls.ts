import { type Api, type Call, type Encodable, encodeRequestFrame, parseRequestHeader, type RequestOf } from '@leat/wire'

/** One client connection as an edge would present it. */
export interface TestClient {
  call<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>): Call
  leave(): void
}

let clients = 0

export function testClient(node = 1): TestClient {
  const abort = new AbortController()
  const connectionId = `client-${++clients}`
  let correlationId = 100 * clients
  return {
    call(api, version, message) {
      const chunks = encodeRequestFrame(api, version, { correlationId: ++correlationId, clientId: 'test' }, message)
      const frame = Buffer.concat(chunks).subarray(4)
      const session = {
        principal: { type: 'User', name: 'admin' },
        tenant: null,
        listener: 'PLAINTEXT',
        node,
        clientHost: '/127.0.0.1',
        connectionId,
        signal: abort.signal,
      }
      return { ...parseRequestHeader(frame, () => api), version, frame, session, decoded: undefined }
    },
    leave: () => abort.abort(),
  }
}
