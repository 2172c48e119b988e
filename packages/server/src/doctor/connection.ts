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

/** A listener that is healthy answers each of our small questions at once. */
const ANSWER_MS = 5000
const RESPONSE_BYTES_MAX = 4 * 1024 * 1024

/** One question at a time to a broker. Errors are thrown: their text is the finding. */
export interface BrokerConnection {
  readonly protocol: string | null
  request<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>): Promise<ResponseOf<A>>
  close(): void
}

/** `ca`: TLS with this trust (PEM), or the system's when undefined; null: plaintext. */
export async function connectBroker(
  net: Net,
  at: { readonly host: string; readonly port: number },
  ca: string | null | undefined,
): Promise<BrokerConnection> {
  const trust = typeof ca === 'string' ? { ca } : {}
  const socket = await within(net.connect(ca === null ? at : { ...at, tls: trust }), 'no connection')
  const waiting: { resolve(frame: Buffer): void; reject(error: Error): void }[] = []
  const splitter = new FrameSplitter(RESPONSE_BYTES_MAX)
  const fail = (error: Error): void => {
    for (const one of waiting.splice(0)) one.reject(error)
  }
  socket.stream.on('data', (bytes: Buffer) => {
    try {
      splitter.push(bytes, (frame) => waiting.shift()?.resolve(frame))
    } catch (error) {
      fail(error as Error)
      socket.destroy()
    }
  })
  socket.stream.on('error', fail)
  socket.stream.on('close', () => fail(new Error('the broker closed the connection')))
  return { protocol: socket.tls?.protocol ?? null, request: asker(socket, waiting), close: () => socket.destroy() }
}

function asker(socket: NetSocket, waiting: { resolve(frame: Buffer): void; reject(error: Error): void }[]): BrokerConnection['request'] {
  let correlationId = 0
  return async (api, version, message) => {
    correlationId++
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
    waiting.push({ resolve, reject })
    for (const chunk of encodeRequestFrame(api, version, { correlationId, clientId: 'leat-doctor' }, message)) socket.stream.write(chunk)
    return decodeResponseFrame(api, version, await within(promise, `no answer to ${api.name}`)).message
  }
}

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`${what} within ${ANSWER_MS / 1000} s`)), ANSWER_MS)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
