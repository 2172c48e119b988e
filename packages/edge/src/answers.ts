import type { Bytes, Clock, Millis, NetSocket } from '@leat/base'
import { type Call, decodeResponseFrame, encodeResponseFrame, type Reply, sizePrefix } from '@leat/wire'
import { type AddressBook, carriesAddresses, fillAddresses, fillFrame } from './addresses.ts'
import { Outbox } from './outbox.ts'
import { ResponseQueue, type Slot } from './response-queue.ts'

type Outcome =
  | { readonly kind: 'send'; readonly chunks: readonly Buffer[]; readonly bytes: Bytes }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'end' }

export type AnswerSlot = Slot<Outcome>

/** The sending side of a connection: each request's answer has its place, and leaves when those before it have left. */
export class Answers {
  readonly #shared: { pendingBytes: Bytes }
  readonly #queue: ResponseQueue<Outcome>
  readonly #outbox: Outbox

  /**
   * @param shared counts the bytes of all connections that no peer has taken yet
   * @param onTaken called when the peer has taken some
   */
  constructor(socket: NetSocket, clock: Clock, shared: { pendingBytes: Bytes }, onTaken: () => void) {
    this.#shared = shared
    this.#outbox = new Outbox(socket.stream, clock, (bytes) => {
      shared.pendingBytes -= bytes
      onTaken()
    })
    this.#queue = new ResponseQueue((outcome) => {
      if (outcome.kind === 'send') this.#outbox.push(outcome.chunks, outcome.bytes)
      else if (outcome.kind === 'end') this.#outbox.end()
    })
  }

  /** Requests whose answer has not left. */
  get open(): number {
    return this.#queue.size
  }

  /** Bytes that are ready and not taken, whatever they wait for. */
  get pendingBytes(): Bytes {
    return this.#outbox.pendingBytes + this.#queue.heldBytes
  }

  get isEmpty(): boolean {
    return this.#queue.size === 0 && this.#outbox.pendingBytes === 0
  }

  stalledMs(nowMs: Millis): Millis {
    return this.#outbox.stalledMs(nowMs)
  }

  quietMs(nowMs: Millis): Millis {
    return this.#outbox.quietMs(nowMs)
  }

  reserve(): AnswerSlot {
    return this.#queue.reserve()
  }

  /** A response with its size prefix. */
  send(slot: AnswerSlot, chunks: readonly Buffer[]): void {
    const bytes = bytesOf(chunks)
    this.#shared.pendingBytes += bytes
    this.#queue.settle(slot, { kind: 'send', chunks, bytes }, bytes)
  }

  nothing(slot: AnswerSlot): void {
    this.#queue.settle(slot, { kind: 'nothing' }, 0)
  }

  /** The stream ends after the answers before this one; those after it never leave. */
  end(slot: AnswerSlot): void {
    this.#queue.settle(slot, { kind: 'end' }, 0)
  }

  /** The peer is gone: nothing leaves any more. */
  discard(): void {
    this.#shared.pendingBytes -= this.#outbox.discard() + this.#queue.heldBytes
    this.#queue.clear()
  }
}

export function bytesOf(chunks: readonly Buffer[]): Bytes {
  let bytes = 0
  for (const chunk of chunks) bytes += chunk.length
  return bytes
}

/**
 * A backend's reply as it goes to the socket, with the addresses of the call's listener, and told the time it is throttled where its version has a place for it.
 * Throws when the message cannot be encoded.
 */
export function responseChunks(
  call: Call,
  reply: Reply & { readonly kind: 'message' | 'frame' },
  addresses: AddressBook,
  throttleMs: Millis = 0,
): readonly Buffer[] {
  if (throttleMs > 0)
    return responseChunks(call, { kind: 'message', message: throttled(call, messageOf(call, reply), throttleMs) }, addresses)
  const placed = carriesAddresses(call.api, call.version)
  if (reply.kind === 'frame') return placed ? fillFrame(call, reply.chunks, addresses) : [sizePrefix(reply.chunks), ...reply.chunks]
  const message = placed ? fillAddresses(call, reply.message, addresses) : reply.message
  return encodeResponseFrame(call.api, call.version, call.correlationId, message)
}

function messageOf(call: Call, reply: Reply & { readonly kind: 'message' | 'frame' }): object {
  if (reply.kind === 'message') return reply.message as object
  return decodeResponseFrame(call.api, call.version, Buffer.concat(reply.chunks)).message as object
}

/** Only the first versions of a few responses have no place for it, and there it may be dropped. */
function throttled({ api }: Call, message: object, throttleTimeMs: Millis): object {
  return api.response.fields.some(({ name }) => name === 'throttleTimeMs') ? { ...message, throttleTimeMs } : message
}
