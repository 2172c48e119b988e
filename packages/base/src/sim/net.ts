import { Duplex } from 'node:stream'
import { type ConnectOptions, type ListenOptions, type Net, type NetAccept, NetError, type NetListener, type NetSocket } from '../net.ts'
import type { Random } from '../random.ts'

const FIRST_PORT = 20_000
const BUFFER_BYTES_MAX = 64 * 1024
/** A real socket hands out no more at once, and the loop turns in between. */
const PIECE_BYTES_MAX = 64 * 1024

export interface MemoryNetOptions {
  /** Bytes a connection holds in each direction before writing waits. */
  readonly bufferBytesMax?: number
  /** With it, bytes arrive in pieces of random size, and connections may be cut. */
  readonly random?: Random
  /** Of a thousand writes, how many cut the connection after a part of their bytes. Needs `random`. */
  readonly cutsPerThousand?: number
}

/** Connections inside the process: bytes in order, back-pressure, half-close, and cuts. No encryption: `tls` is only reported. */
export interface MemoryNet extends Net {
  /** Cuts all open connections, as a failing network does. */
  cutAll(): void
  /** Connections open now. */
  readonly open: number
}

interface Endpoint {
  readonly options: ListenOptions
  readonly accept: NetAccept
  readonly sockets: Set<NetSocket>
}

export function memoryNet(options: MemoryNetOptions = {}): MemoryNet {
  const endpoints = new Map<string, Endpoint>()
  const ends = new Set<End>()
  let nextPort = FIRST_PORT

  return {
    async listen(listenOptions, accept): Promise<NetListener> {
      const port = listenOptions.port === 0 ? nextPort++ : listenOptions.port
      const key = `${listenOptions.host}|${port}`
      if (endpoints.has(key)) throw new NetError('EADDRINUSE', `${listenOptions.host}:${port}: address already in use`)
      endpoints.set(key, { options: listenOptions, accept, sockets: new Set() })
      const close = async (): Promise<void> => void endpoints.delete(key)
      return { host: listenOptions.host, port, close, [Symbol.asyncDispose]: close }
    },

    async connect({ host, port, tls, signal }: ConnectOptions): Promise<NetSocket> {
      signal?.throwIfAborted()
      const endpoint = find(endpoints, host, port)
      if (endpoint === undefined) throw new NetError('ECONNREFUSED', `${host}:${port}: connection refused`)
      const clientPort = nextPort++
      const address = host.includes(':') ? '::1' : '127.0.0.1'
      const client = new End(options)
      const server = new End(options)
      client.peer = server
      server.peer = client
      for (const end of [client, server]) {
        ends.add(end)
        end.once('close', () => ends.delete(end))
      }
      const accepted = netSocket(server, {
        remoteAddress: address,
        remotePort: clientPort,
        localPort: port,
        tls: endpoint.options.tls !== undefined,
      })
      if (endpoint.sockets.size >= (endpoint.options.connectionsMax ?? Number.POSITIVE_INFINITY)) {
        endpoint.accept.onRefused({ reason: 'too-many-connections', detail: 'closed at accept', remoteAddress: address })
        server.destroy()
      } else {
        endpoint.sockets.add(accepted)
        server.once('close', () => endpoint.sockets.delete(accepted))
        endpoint.accept.onSocket(accepted)
      }
      return netSocket(client, { remoteAddress: address, remotePort: port, localPort: clientPort, tls: tls !== undefined })
    },

    cutAll() {
      for (const end of ends) end.cut()
    },

    get open() {
      return ends.size / 2
    },
  }
}

function find(endpoints: ReadonlyMap<string, Endpoint>, host: string, port: number): Endpoint | undefined {
  const hosts = host === 'localhost' ? ['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::'] : [host, '0.0.0.0', '::']
  for (const name of hosts) {
    const endpoint = endpoints.get(`${name}|${port}`)
    if (endpoint !== undefined) return endpoint
  }
  return undefined
}

function netSocket(stream: End, about: { remoteAddress: string; remotePort: number; localPort: number; tls: boolean }): NetSocket {
  return {
    ...about,
    stream,
    tls: about.tls ? { protocol: 'memory' } : null,
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
    destroy: () => stream.cut(),
  }
}

/** One side of a connection. What it writes waits here until the other side's reader has room. */
class End extends Duplex {
  peer: End | null = null
  readonly #options: MemoryNetOptions
  #waiting: { chunk: Buffer; done: (error?: Error | null) => void } | null = null

  constructor(options: MemoryNetOptions) {
    const bytes = options.bufferBytesMax ?? BUFFER_BYTES_MAX
    super({ readableHighWaterMark: bytes, writableHighWaterMark: bytes, allowHalfOpen: false })
    this.#options = options
    this.on('error', () => {})
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const { random, cutsPerThousand = 0 } = this.#options
    if (random !== undefined && random.below(1000) < cutsPerThousand) {
      this.peer?.push(chunk.subarray(0, random.below(chunk.length + 1)))
      this.cut()
      done(resetError())
      return
    }
    // In a later step, as real bytes do: two sides that answer each other at once would otherwise nest without end.
    process.nextTick(() => this.#deliver(chunk, done))
  }

  override _read(): void {
    this.peer?.resumeDelivery()
  }

  override _final(done: () => void): void {
    this.peer?.push(null)
    done()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const peer = this.peer
    this.peer = null
    // A clean end was told by `_final`; whatever else takes this side away takes the other one too.
    if (peer !== null && !peer.destroyed && !this.writableFinished) peer.destroy(resetError())
    done(error)
  }

  cut(): void {
    const peer = this.peer
    this.destroy()
    peer?.destroy(resetError())
  }

  resumeDelivery(): void {
    const waiting = this.#waiting
    if (waiting === null) return
    this.#waiting = null
    this.#deliver(waiting.chunk, waiting.done)
  }

  /** Copies, as a real socket does: the writer's buffer and the reader's are never the same. */
  #deliver(chunk: Buffer, done: (error?: Error | null) => void): void {
    const peer = this.peer
    if (peer === null || peer.destroyed) return done(resetError())
    if (chunk.length === 0) return done()
    const { random } = this.#options
    const longest = Math.min(chunk.length, PIECE_BYTES_MAX)
    const length = random === undefined ? longest : 1 + random.below(longest)
    const room = peer.push(Buffer.from(chunk.subarray(0, length)))
    const rest = chunk.subarray(length)
    if (!room) this.#waiting = { chunk: rest, done }
    else if (rest.length === 0) done()
    else process.nextTick(() => this.#deliver(rest, done))
  }
}

function resetError(): Error {
  return Object.assign(new Error('connection reset'), { code: 'ECONNRESET' })
}
