import type { ServerResponse } from 'node:http'
import type { Clock, Millis } from '@leat/base'
import type { HttpAnswer } from '../http.ts'

/** Larger bodies are written in pieces of this size, so that a peer's progress shows. */
const PIECE_BYTES = 64 * 1024

export class PeerGone extends Error {
  override readonly name = 'PeerGone'
}

/**
 * Resolves when the whole answer is with the operating system. `headers` go out beside the answer's own. Throws `PeerGone` when the peer went or took nothing
 * for `idleMs`, and what the body's own iteration throws.
 */
export async function writeAnswer(
  response: ServerResponse,
  answer: HttpAnswer,
  headers: Readonly<Record<string, string>>,
  clock: Clock,
  idleMs: Millis,
): Promise<void> {
  const { status, body } = answer
  const head: string[] = []
  push(head, answer.headers)
  push(head, headers)
  if (body === null || typeof body === 'string' || Buffer.isBuffer(body)) {
    const length = body === null ? 0 : Buffer.byteLength(body)
    if (mayHaveBody(status) && answer.headers['content-length'] === undefined) head.push('content-length', String(length))
    response.writeHead(status, head)
    // A text goes out with its head in one piece.
    if (length <= PIECE_BYTES) response.end(body ?? undefined)
    else await writePieces(response, typeof body === 'string' ? Buffer.from(body) : body!, clock, idleMs)
  } else {
    for await (const piece of body) {
      if (piece.length === 0) continue
      if (!response.headersSent) response.writeHead(status, head)
      await write(response, piece, clock, idleMs)
    }
    if (!response.headersSent) response.writeHead(status, mayHaveBody(status) ? [...head, 'content-length', '0'] : head)
    response.end()
  }
  if (!response.writableFinished) await finished(response, clock, idleMs)
}

/** Names and values in turns, as node:http takes them without looking at each twice. */
function push(head: string[], headers: Readonly<Record<string, string>>): void {
  for (const name in headers) head.push(name, headers[name]!)
}

async function writePieces(response: ServerResponse, bytes: Buffer, clock: Clock, idleMs: Millis): Promise<void> {
  let at = 0
  for (; at + PIECE_BYTES < bytes.length; at += PIECE_BYTES) await write(response, bytes.subarray(at, at + PIECE_BYTES), clock, idleMs)
  response.end(bytes.subarray(at))
}

async function write(response: ServerResponse, piece: string | Buffer, clock: Clock, idleMs: Millis): Promise<void> {
  if (response.destroyed) throw new PeerGone('the peer is gone')
  if (response.write(piece)) return
  await moved(response, 'drain', clock, idleMs)
}

/** Nearly every answer fits into what the system holds for the peer: then `close` follows within this turn, and there is nothing to time. */
async function finished(response: ServerResponse, clock: Clock, idleMs: Millis): Promise<void> {
  if (response.destroyed || response.socket === null || response.socket.writableLength > 0) return moved(response, 'finish', clock, idleMs)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  response.on('close', () => (response.writableFinished ? resolve() : reject(new PeerGone('the peer is gone'))))
  await promise
}

async function moved(response: ServerResponse, event: 'drain' | 'finish', clock: Clock, idleMs: Millis): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onMove = (): void => resolve()
  // It follows `finish`, too.
  const onClose = (): void => (response.writableFinished ? resolve() : reject(new PeerGone('the peer is gone')))
  if (response.destroyed) onClose()
  response.once(event, onMove)
  response.once('close', onClose)
  using _timer = clock.after(idleMs, () => reject(new PeerGone('the peer takes nothing')))
  try {
    await promise
  } finally {
    response.removeListener(event, onMove)
    response.removeListener('close', onClose)
  }
}

function mayHaveBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 304
}
