import { nodeNet } from '@leat/base/node'
import type { NetSocket } from '@leat/base'

/** Bytes over a real socket: what a client library would never send. */
export interface RawClient extends AsyncDisposable {
  readonly socket: NetSocket
  send(text: string | Buffer): void
  /** Resolves with all text so far once it matches; throws when the connection ended before. */
  until(expected: RegExp): Promise<string>
  /** All text, when the server has ended the connection. */
  readonly ended: Promise<string>
}

export async function rawClient(port: number, host = '127.0.0.1', tls?: { readonly ca: string }): Promise<RawClient> {
  const socket = await nodeNet().connect({ host, port, ...(tls === undefined ? {} : { tls: { ...tls, servername: 'localhost' } }) })
  const { stream } = socket
  const { promise: ended, resolve: end } = Promise.withResolvers<string>()
  let text = ''
  let waiting: { readonly expected: RegExp; readonly resolve: (text: string) => void; readonly reject: (error: Error) => void } | null =
    null
  const look = (): void => {
    if (waiting === null || !waiting.expected.test(text)) return
    waiting.resolve(text)
    waiting = null
  }
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    look()
  })
  stream.once('close', () => {
    end(text)
    waiting?.reject(new Error(`ended before ${waiting.expected}: ${text}`))
  })
  return {
    socket,
    ended,
    send: (bytes) => void stream.write(bytes),
    until: (expected) =>
      new Promise((resolve, reject) => {
        waiting = { expected, resolve, reject }
        look()
      }),
    [Symbol.asyncDispose]: async () => {
      socket.destroy()
      await ended
    },
  }
}
