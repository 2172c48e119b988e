import { memoryMeter, ok } from '@leat/base'
import { nodeNet } from '@leat/base/node'
import { seededRandom, virtualClock } from '@leat/base/sim'
import * as v from 'valibot'
import { endpoint, operation, type Operation } from '../endpoint.ts'
import type { HttpHandler } from '../http.ts'
import { service } from '../service.ts'
import { type HttpOptions, openHttp } from '../server/index.ts'
import { authenticate } from './example.ts'

const common = {
  api: 'things/v1',
  errors: 'control',
  summary: '',
  access: { kind: 'public' },
  returns: { status: 200, schema: null },
} as const

/** Small operations to send things to. */
const operations: readonly Operation[] = [
  operation(endpoint({ ...common, id: 'hello', method: 'GET', path: '/hello/{name}' }), async ({ params }) =>
    ok({ body: { hello: params.name } }),
  ),
  operation(endpoint({ ...common, id: 'echo', method: 'POST', path: '/echo', body: v.unknown(), bodyBytesMax: 1_000 }), async ({ body }) =>
    ok({ body: { echo: body } }),
  ),
  operation(endpoint({ ...common, id: 'count', method: 'POST', path: '/count', streams: true }), async ({ request }) => {
    let bytes = 0
    for await (const piece of request.body) bytes += piece.length
    return ok({ body: { bytes } })
  }),
]

/** A server on a free port of a real socket, with a clock that stands still. */
export async function open(options: Partial<HttpOptions> & { readonly handle?: HttpHandler } = {}) {
  const clock = virtualClock()
  const meter = memoryMeter()
  const events: { readonly level: string; readonly name: string; readonly fields: unknown }[] = []
  const logger = { event: (level: string, name: string, fields?: unknown) => void events.push({ level, name, fields }) }
  const { handle = service({ operations, authenticate, clock, meter, logger }), ...rest } = options
  const server = await openHttp({
    net: nodeNet(),
    clock,
    random: seededRandom(1),
    logger,
    meter,
    listen: { hosts: ['127.0.0.1'], port: 0 },
    allowedHosts: ['localhost', '127.0.0.1', '[::1]'],
    allowedOrigins: ['https://console.example'],
    handler: async () => handle,
    ...rest,
  })
  return {
    server,
    clock,
    meter,
    events,
    port: server.port,
    cut: (cause: string) => meter.value('http_connections_cut', cause),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
