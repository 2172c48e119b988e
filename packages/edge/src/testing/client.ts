import type { Net, NetSocket } from '@leat/base'
import {
  type Api,
  decodeResponseFrame,
  type Encodable,
  encodeRequestFrame,
  FrameSplitter,
  type RequestOf,
  type ResponseOf,
} from '@leat/wire'
import { SaslAuthenticate, SaslHandshake } from '@leat/wire/messages'

const FRAME_BYTES_MAX = 200 * 1024 * 1024

/** A Kafka client that does what it is told, right or wrong. */
export interface TestClient {
  readonly socket: NetSocket
  /** Sends a request and answers its correlation id. */
  send<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>): number
  sendRaw(bytes: Buffer): void
  /** The next response frame; rejects when the connection ends before. */
  frame(): Promise<Buffer>
  receive<A extends Api>(api: A, version: number): Promise<{ correlationId: number; message: ResponseOf<A> }>
  call<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>): Promise<ResponseOf<A>>
  login(username: string, password: string): Promise<ResponseOf<typeof SaslAuthenticate>>
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>
  /** Response bytes read so far. */
  readonly received: number
}

export async function connectClient(net: Net, host: string, port: number, tls?: { ca: string; servername?: string }): Promise<TestClient> {
  const socket = await net.connect(tls === undefined ? { host, port } : { host, port, tls })
  return clientOf(socket)
}

function clientOf(socket: NetSocket): TestClient {
  const splitter = new FrameSplitter(FRAME_BYTES_MAX)
  const frames: Buffer[] = []
  const waiting: PromiseWithResolvers<Buffer>[] = []
  const closed = Promise.withResolvers<void>()
  let isClosed = false
  let correlationId = 0
  let received = 0
  socket.stream.on('data', (chunk: Buffer) => {
    received += chunk.length
    splitter.push(chunk, (frame) => {
      const next = waiting.shift()
      if (next === undefined) frames.push(frame)
      else next.resolve(frame)
    })
  })
  socket.stream.on('close', () => {
    isClosed = true
    closed.resolve()
    for (const one of waiting.splice(0)) one.reject(new Error('the connection was closed'))
  })

  const client: TestClient = {
    socket,
    closed: closed.promise,
    send(api, version, message) {
      correlationId += 1
      client.sendRaw(Buffer.concat(encodeRequestFrame(api, version, { correlationId, clientId: 'test' }, message)))
      return correlationId
    },
    sendRaw(bytes) {
      socket.stream.write(bytes)
    },
    frame() {
      const next = frames.shift()
      if (next !== undefined) return Promise.resolve(next)
      const promise = Promise.withResolvers<Buffer>()
      if (isClosed) promise.reject(new Error('the connection was closed'))
      else waiting.push(promise)
      return promise.promise
    },
    async receive(api, version) {
      return decodeResponseFrame(api, version, await client.frame())
    },
    async call(api, version, message) {
      client.send(api, version, message)
      return (await client.receive(api, version)).message
    },
    async login(username, password) {
      await client.call(SaslHandshake, 1, { mechanism: 'PLAIN' })
      return client.call(SaslAuthenticate, 2, { authBytes: Buffer.from(`\0${username}\0${password}`) })
    },
    get received() {
      return received
    },
  }
  return client
}
