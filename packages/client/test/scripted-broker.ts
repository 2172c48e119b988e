import type { Net, NetSocket } from '@leat/base'
import { type Api, type Encodable, FrameSplitter, type ResponseOf, encodeResponseFrame, parseRequestHeader } from '@leat/wire'
import { ApiVersions, apiByKey, apis } from '@leat/wire/messages'

export interface ScriptedRequest {
  readonly api: Api
  readonly version: number
  readonly answer: (message: unknown) => void
}

export interface ScriptedBroker {
  readonly port: number
  /** Requests in order of arrival, those of the handshake left out. */
  readonly requests: ScriptedRequest[]
  readonly sockets: NetSocket[]
  /** Answers a request at once; false leaves it waiting. */
  respond: (request: ScriptedRequest) => boolean
  /** Sees each connection before it is read. */
  onSocket: (socket: NetSocket) => void
}

/** A broker that does what a test tells it, right or wrong. It serves everything and says so. */
export async function scriptedBroker(net: Net, { versionsUpTo = 3 }: { readonly versionsUpTo?: number } = {}): Promise<ScriptedBroker> {
  const requests: ScriptedRequest[] = []
  const sockets: NetSocket[] = []
  const apiKeys = apis.map(({ key, versions: [minVersion, maxVersion] }) => ({ apiKey: key, minVersion, maxVersion }))
  const onSocket = (socket: NetSocket): void => {
    sockets.push(socket)
    broker.onSocket(socket)
    const splitter = new FrameSplitter(1_000_000)
    const answer = <A extends Api>(api: A, version: number, id: number, message: Encodable<ResponseOf<A>>): void => {
      for (const chunk of encodeResponseFrame(api, version, id, message)) socket.stream.write(chunk)
    }
    socket.stream.on('data', (bytes: Buffer) =>
      splitter.push(bytes, (frame) => {
        const { api, apiVersion: version, correlationId } = parseRequestHeader(frame, apiByKey)
        if (api.key === ApiVersions.key && version > versionsUpTo) return answer(ApiVersions, 0, correlationId, { errorCode: 35 })
        if (api.key === ApiVersions.key) return answer(ApiVersions, version, correlationId, { apiKeys })
        const request = { api, version, answer: (message: unknown) => answer(api, version, correlationId, message as never) }
        if (!broker.respond(request)) requests.push(request)
      }),
    )
  }
  const listener = await net.listen({ host: '127.0.0.1', port: 0 }, { onSocket, onRefused: () => {} })
  const broker: ScriptedBroker = { port: listener.port, requests, sockets, respond: () => false, onSocket: () => {} }
  return broker
}
