import { type Socket, connect } from 'node:net'
import type { Address } from '../../lib/client.ts'

const ANSWER_MS_MAX = 10_000

export interface RawAnswer {
  /** 0: closed without one. */
  readonly status: number
  readonly text: string
}

/** Bytes as they are, over a connection of their own; the answer is all that comes until the other side closes. */
export async function send(address: Address, bytes: string): Promise<RawAnswer> {
  const socket = await open(address)
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>()
  const late = setTimeout(() => reject(new Error(`no end of the answer to ${JSON.stringify(bytes.slice(0, 200))}`)), ANSWER_MS_MAX)
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk))
  socket.once('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text }))
  socket.write(Buffer.from(bytes, 'latin1'))
  try {
    return await promise
  } finally {
    clearTimeout(late)
    socket.destroy()
  }
}

/** A request for this target, which no client normalizes, with these header lines. */
export function get(address: Address, target: string, headers: readonly string[]): Promise<RawAnswer> {
  return send(address, lines(`GET ${target} HTTP/1.1`, `Host: localhost:${address.port}`, 'Connection: close', ...headers))
}

/** A head: its lines, and the empty one. */
export function lines(...all: readonly string[]): string {
  return `${all.join('\r\n')}\r\n\r\n`
}

/** Connections that have sent these bytes and send no more. */
export async function hold(address: Address, count: number, bytes: string): Promise<Disposable> {
  const sockets = await Promise.all(Array.from({ length: count }, () => open(address)))
  for (const socket of sockets) if (bytes !== '') socket.write(bytes)
  return { [Symbol.dispose]: () => sockets.forEach((socket) => socket.destroy()) }
}

function open(address: Address): Promise<Socket> {
  const socket = connect(address)
  return new Promise((resolve, reject) => {
    socket.once('connect', () => {
      socket.off('error', reject).on('error', () => {}) // `close` follows
      resolve(socket)
    })
    socket.once('error', reject)
  })
}
