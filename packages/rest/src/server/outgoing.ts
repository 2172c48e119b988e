import type { ServerResponse } from 'node:http'
import type { Clock, Millis } from '@leat/base'
import type { HttpAnswer } from '../http.ts'

/** Larger bodies are written in pieces of this size, so that a peer's progress shows. */
const PIECE_BYTES = 64 * 1024

export class PeerGone extends Error {
  override readonly name = 'PeerGone'
}

/**
 * Resolves when the whole answer is with the operating system. Throws `PeerGone` when the peer went or took nothing for `idleMs`, and what the
 * body's own iteration throws.
 */
export async function writeAnswer(response: ServerResponse, answer: HttpAnswer, clock: Clock, idleMs: Millis): Promise<void> {
  const { status, headers, body } = answer
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (body === null || typeof body === 'string' || Buffer.isBuffer(body)) {
    const bytes = Buffer.from(body ?? '')
    if (mayHaveBody(status) && !response.hasHeader('content-length')) response.setHeader('content-length', bytes.length)
    let at = 0
    for (; at + PIECE_BYTES < bytes.length; at += PIECE_BYTES) await write(response, bytes.subarray(at, at + PIECE_BYTES), clock, idleMs)
    response.end(bytes.subarray(at))
  } else {
    for await (const piece of body) if (piece.length > 0) await write(response, piece, clock, idleMs)
    response.end()
  }
  if (!response.writableFinished) await moved(response, 'finish', clock, idleMs)
}

async function write(response: ServerResponse, piece: string | Buffer, clock: Clock, idleMs: Millis): Promise<void> {
  if (response.destroyed) throw new PeerGone('the peer is gone')
  if (!response.write(piece)) await moved(response, 'drain', clock, idleMs)
}

async function moved(response: ServerResponse, event: 'drain' | 'finish', clock: Clock, idleMs: Millis): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onMove = (): void => resolve()
  const onClose = (): void => reject(new PeerGone('the peer is gone'))
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
