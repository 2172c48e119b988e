import { type Socket, connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import {
  type Api,
  type Encodable,
  FrameSplitter,
  type RequestOf,
  type ResponseOf,
  decodeResponseFrame,
  encodeRequestFrame,
} from '@leat/wire'
import { SaslAuthenticate, SaslHandshake } from '@leat/wire/messages'

const FRAME_BYTES_MAX = 200 * 1024 * 1024

export interface Address {
  readonly host: string
  readonly port: number
}

/** A Kafka client of one connection that pipelines what it is told, and nothing else. */
export interface Client extends Disposable {
  readonly socket: Socket
  /** Rejects when the connection ends before the answer. */
  call<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>): Promise<ResponseOf<A>>
  /** Bytes as they are; answers come as `frame`. */
  write(bytes: Buffer): void
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>
  login(user: string, password: string): Promise<number>
}

export async function connectPlain(address: Address): Promise<Client> {
  const socket = connect({ ...address, noDelay: true })
  await opened(socket, 'connect')
  return clientOf(socket)
}

export async function connectSecure(address: Address, ca: string): Promise<Client> {
  const socket = connectTls({ ...address, ca, servername: 'localhost' })
  await opened(socket, 'secureConnect')
  return clientOf(socket)
}

function opened(socket: Socket, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve())
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed before it was open')))
  })
}

interface Waiting {
  readonly answer: (frame: Buffer) => void
  readonly fail: (error: Error) => void
}

function clientOf(socket: Socket): Client {
  const splitter = new FrameSplitter(FRAME_BYTES_MAX)
  const waiting: Waiting[] = []
  let correlationId = 0
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => {}) // `close` follows
  socket.on('data', (chunk: Buffer) => splitter.push(chunk, (frame) => waiting.shift()?.answer(frame)))
  void closed.then(() => {
    for (const { fail } of waiting.splice(0)) fail(new Error('the connection was closed'))
  })
  const client: Client = {
    socket,
    closed,
    call(api, version, message) {
      const id = ++correlationId
      const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
      waiting.push({ answer: resolve, fail: reject })
      if (socket.destroyed) reject(new Error('the connection was closed'))
      else socket.write(Buffer.concat(encodeRequestFrame(api, version, { correlationId: id, clientId: 'system-test' }, message)))
      return promise.then((frame) => {
        const answer = decodeResponseFrame(api, version, frame)
        if (answer.correlationId !== id) throw new Error(`${api.name}: answer ${answer.correlationId} instead of ${id}`)
        return answer.message
      })
    },
    write: (bytes) => void socket.write(bytes),
    async login(user, password) {
      await client.call(SaslHandshake, 1, { mechanism: 'PLAIN' })
      const { errorCode } = await client.call(SaslAuthenticate, 2, { authBytes: Buffer.from(`\0${user}\0${password}`) })
      return errorCode
    },
    [Symbol.dispose]: () => void socket.destroy(),
  }
  return client
}
