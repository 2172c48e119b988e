import type { Net, NetListener, NetSocket } from '@leat/base'
import { ApiKey, type Encodable, encodeResponseFrame, ErrorCode, FrameSplitter, parseRequestHeader, type RequestHeader } from '@leat/wire'
import { apiByKey, ApiVersions, type ApiVersionsResponse, Metadata } from '@leat/wire/messages'

const FRAME_BYTES_MAX = 1024 * 1024

export interface Received {
  readonly header: RequestHeader
  readonly frame: Buffer
  /** Which of its connections, counted from 0. */
  readonly connection: number
  /** A body behind a response header of version 0. */
  answer(body: Buffer, correlationId?: number): void
  cut(): void
}

/** A broker that answers ApiVersions and Metadata by itself, and leaves everything else to the test. */
export interface FakeBroker extends AsyncDisposable {
  readonly port: number
  readonly received: Received[]
  /** Connections that came, and those that ended. */
  readonly counts: { opened: number; closed: number }
  /** Who stands in Metadata. */
  nodes: readonly { readonly nodeId: number; readonly port: number }[]
  apiVersions: Encodable<ApiVersionsResponse>
  /** Newer versions of ApiVersions are answered with UNSUPPORTED_VERSION. */
  apiVersionsMax: number
}

export const HOST = '127.0.0.1'

export async function openFakeBroker(net: Net): Promise<FakeBroker> {
  let listener: NetListener | null = null
  const broker: FakeBroker = {
    port: 0,
    received: [],
    counts: { opened: 0, closed: 0 },
    nodes: [],
    apiVersions: {
      apiKeys: [
        { apiKey: ApiKey.Produce, minVersion: 0, maxVersion: 12 },
        { apiKey: ApiKey.Fetch, minVersion: 4, maxVersion: 17 },
        { apiKey: ApiKey.Metadata, minVersion: 0, maxVersion: 12 },
        { apiKey: ApiKey.ApiVersions, minVersion: 0, maxVersion: 4 },
        { apiKey: ApiKey.AddPartitionsToTxn, minVersion: 0, maxVersion: 5 },
        { apiKey: 9999, minVersion: 0, maxVersion: 1 },
      ],
      supportedFeatures: [{ name: 'transaction.version', minVersion: 0, maxVersion: 2 }],
      finalizedFeatures: [{ name: 'transaction.version', minVersionLevel: 2, maxVersionLevel: 2 }],
      finalizedFeaturesEpoch: 1,
    },
    apiVersionsMax: 4,
    [Symbol.asyncDispose]: () => listener!.close(),
  }
  listener = await net.listen({ host: HOST, port: 0 }, { onSocket: (socket) => serve(broker, socket), onRefused: () => {} })
  const { port } = listener
  return Object.assign(broker, { port, nodes: [{ nodeId: 1, port }] })
}

function serve(broker: FakeBroker, socket: NetSocket): void {
  const connection = broker.counts.opened++
  const splitter = new FrameSplitter(FRAME_BYTES_MAX)
  const send = (chunks: readonly Buffer[]): void => chunks.forEach((chunk) => void socket.stream.write(chunk))
  socket.stream.on('error', () => {})
  socket.stream.on('close', () => void broker.counts.closed++)
  socket.stream.on('data', (bytes: Buffer) =>
    splitter.push(bytes, (frame) => {
      const header = parseRequestHeader(frame, apiByKey)
      const { apiKey, apiVersion, correlationId } = header
      if (apiKey === ApiKey.ApiVersions) {
        const isKnown = apiVersion <= broker.apiVersionsMax
        const refused = {
          errorCode: ErrorCode.UNSUPPORTED_VERSION,
          apiKeys: [{ apiKey, minVersion: 0, maxVersion: broker.apiVersionsMax }],
        }
        return send(encodeResponseFrame(ApiVersions, isKnown ? apiVersion : 0, correlationId, isKnown ? broker.apiVersions : refused))
      }
      if (apiKey === ApiKey.Metadata && header.clientId === 'leat-gateway') {
        const brokers = broker.nodes.map((node) => ({ ...node, host: HOST, rack: null }))
        return send(encodeResponseFrame(Metadata, apiVersion, correlationId, { brokers, clusterId: 'fake', controllerId: 1, topics: [] }))
      }
      broker.received.push({
        header,
        frame,
        connection,
        answer: (body, id = correlationId) => send(framed(body, id)),
        cut: () => socket.destroy(),
      })
    }),
  )
}

function framed(body: Buffer, correlationId: number): Buffer[] {
  const head = Buffer.alloc(8)
  head.writeInt32BE(4 + body.length, 0)
  head.writeInt32BE(correlationId, 4)
  return [head, body]
}
