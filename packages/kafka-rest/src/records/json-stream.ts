/**
 * Cuts a stream of bytes into JSON objects, as they come: one after the other, with any white space between them. It looks at braces, brackets and
 * strings only; whether the text in between is JSON is for the parser to say, and costs that text alone. What stands between objects and is
 * no white space ends the stream: nobody could tell where the next one begins.
 */
export interface JsonStreamLimits {
  readonly bytesMax: number
  readonly depthMax: number
}

export type JsonPiece =
  | { readonly kind: 'object'; readonly text: Buffer }
  /** Read to its end and thrown away. */
  | { readonly kind: 'too-large' }
  | { readonly kind: 'too-deep' }
  /** The last piece. */
  | { readonly kind: 'garbage'; readonly byte: number }

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const WHITE = new Set([0x20, 0x09, 0x0a, 0x0d])

const NOTHING = Buffer.alloc(0)

type Fate = 'kept' | 'too-large' | 'too-deep'

export class JsonStream {
  readonly #limits: JsonStreamLimits
  /** Of the object that is being read: its bytes from earlier chunks, copied together (they may come one by one), and how many there are. */
  #held = NOTHING
  #size = 0
  #depth = 0
  #inString = false
  #escaped = false
  #fate: Fate = 'kept'
  #broken = false

  constructor(limits: JsonStreamLimits) {
    this.#limits = limits
  }

  /** Whether the stream may end here: not within an object. */
  get isComplete(): boolean {
    return this.#depth === 0
  }

  /** The objects that end in this chunk. Their bytes may be views of it. */
  *push(chunk: Buffer): Generator<JsonPiece> {
    let start = 0
    for (let at = 0; at < chunk.length && !this.#broken;) {
      if (this.#depth === 0) {
        const byte = chunk[at]!
        if (byte === OPEN_BRACE) {
          start = at
          this.#depth = 1
        } else if (!WHITE.has(byte)) {
          this.#broken = true
          yield { kind: 'garbage', byte }
        }
        at++
      } else {
        at = this.#scan(chunk, at)
        if (this.#depth === 0) yield this.#take(chunk.subarray(start, at))
      }
    }
    if (this.#depth > 0) this.#keep(chunk.subarray(start))
  }

  /** Reads on within an object. Answers where it ends, or the end of the chunk. State is local while it runs: this sees every byte. */
  #scan(chunk: Buffer, from: number): number {
    let depth = this.#depth
    let inString = this.#inString
    let escaped = this.#escaped
    let at = from
    while (at < chunk.length && depth > 0) {
      const byte = chunk[at++]!
      if (inString) {
        if (escaped) escaped = false
        else if (byte === BACKSLASH) escaped = true
        else if (byte === QUOTE) inString = false
      } else if (byte === QUOTE) inString = true
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (++depth > this.#limits.depthMax && this.#fate === 'kept') this.#drop('too-deep')
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--
    }
    this.#depth = depth
    this.#inString = inString
    this.#escaped = escaped
    return at
  }

  #keep(bytes: Buffer): void {
    if (this.#fate !== 'kept') return
    const size = this.#size + bytes.length
    if (size > this.#limits.bytesMax) return this.#drop('too-large')
    if (size > this.#held.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(size, this.#held.length * 2))
      this.#held.copy(larger, 0, 0, this.#size)
      this.#held = larger
    }
    bytes.copy(this.#held, this.#size)
    this.#size = size
  }

  #drop(fate: Fate): void {
    this.#fate = fate
    this.#held = NOTHING
  }

  #take(last: Buffer): JsonPiece {
    // Most objects come whole and are not copied.
    const isWhole = this.#size === 0 && this.#fate === 'kept' && last.length <= this.#limits.bytesMax
    if (!isWhole) this.#keep(last)
    const text = isWhole ? last : this.#held.subarray(0, this.#size)
    const fate = this.#fate
    this.#held = NOTHING
    this.#size = 0
    this.#fate = 'kept'
    return fate === 'kept' ? { kind: 'object', text } : { kind: fate }
  }
}
