import type { Platform } from '@leat/server'
import type { Cloud, Registry } from './cloud.ts'

/** Always of the life that runs now. */
export function cloudOf(platform: () => Platform): Cloud {
  let requests = 0
  return {
    get url() {
      return platform().run.cloud.controlPlane!
    },
    get apiKey() {
      return platform().secrets.cloud.apiKey
    },
    get apiSecret() {
      return platform().secrets.cloud.apiSecret
    },
    get email() {
      return platform().secrets.admin.email
    },
    get password() {
      return platform().secrets.admin.password
    },
    get organization() {
      return platform().run.cloud.organization
    },
    get environment() {
      return platform().run.cloud.environment
    },
    async request(method, path, body) {
      const { apiKey, apiSecret } = platform().secrets.cloud
      const handle = await platform().http()
      const url = new URL(path, platform().run.cloud.controlPlane ?? 'http://localhost')
      const text = body === undefined ? null : JSON.stringify(body)
      const answer = await handle({
        method,
        path: url.pathname,
        query: url.searchParams,
        headers: {
          host: url.host,
          authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`,
          ...(text === null ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
        },
        body: piecesOf(text),
        remoteAddress: '127.0.0.1',
        scheme: 'http',
        id: `testkit-${++requests}`,
        signal: new AbortController().signal,
      })
      return { status: answer.status, headers: answer.headers, body: parsed(await textOf(answer.body)) }
    },
  }
}

/** Likewise. */
export function registryOf(platform: () => Platform): Registry {
  return {
    get url() {
      return platform().run.cloud.schemaRegistry
    },
    get apiKey() {
      return platform().secrets.registry.apiKey
    },
    get apiSecret() {
      return platform().secrets.registry.apiSecret
    },
  }
}

async function* piecesOf(text: string | null): AsyncGenerator<Buffer> {
  if (text !== null) yield Buffer.from(text)
}

async function textOf(body: string | Buffer | AsyncIterable<string | Buffer> | null): Promise<string> {
  if (body === null || typeof body === 'string') return body ?? ''
  if (Buffer.isBuffer(body)) return body.toString()
  const pieces: Buffer[] = []
  for await (const piece of body) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces).toString()
}

function parsed(text: string): unknown {
  return text === '' ? null : JSON.parse(text)
}
