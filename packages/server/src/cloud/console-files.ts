import { readFile } from 'node:fs/promises'
import { extname, join, resolve, sep } from 'node:path'
import type { Random } from '@leat/base'
import type { HttpAnswer, HttpHandler, HttpRequest } from '@leat/rest'

/** Where the launcher's install step builds the console. A bundle (the testkit's) has no such place, and no console. */
export const CONSOLE_DIR = import.meta.dirname === undefined ? null : resolve(import.meta.dirname, '../../../console/dist')
const PREFIX = '/console/'
const NONCE_PLACE = /__CSP_NONCE__/g
const NONCE_BYTES = 18
/** Longer names are none of the build's. */
const FILE_NAME = /^(?:assets\/)?[\w.-]{1,128}$/

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export interface ConsoleFilesOptions {
  readonly dir: string | null
  readonly random: Random
}

/**
 * The web console in front of the APIs: its built files below `/console/`, and its page for every address of its own. Nothing but these files runs in it: the
 * Content-Security-Policy names them, styles of editors come with a nonce of the page.
 */
export function withConsole(apis: HttpHandler, { dir, random }: ConsoleFilesOptions): HttpHandler {
  return async (request) => {
    const { method, path } = request
    if (request.headers['x-leat-console'] !== undefined) return unchallenged(await apis(request))
    if (dir === null || (method !== 'GET' && method !== 'HEAD')) return apis(request)
    if (path === '/' || path === '/console') return redirect()
    if (!path.startsWith(PREFIX)) return apis(request)
    const answer = await fileAnswer(dir, path.slice(PREFIX.length), request, random)
    return method === 'HEAD' ? withoutBody(answer) : answer
  }
}

/** A browser that is challenged asks for a password by itself, over the page, which has a login of its own. */
function unchallenged(answer: HttpAnswer): HttpAnswer {
  const { 'www-authenticate': _challenge, ...headers } = answer.headers
  return { ...answer, headers }
}

async function fileAnswer(dir: string, name: string, request: HttpRequest, random: Random): Promise<HttpAnswer> {
  const type = FILE_NAME.test(name) ? TYPES[extname(name)] : undefined
  if (type !== undefined) {
    const file = await readBuilt(dir, name, request)
    if (file !== null)
      return { status: 200, headers: { ...COMMON, ...file.headers, 'content-type': type, 'cache-control': CACHE }, body: file.bytes }
    if (name.startsWith('assets/')) return plain(404, 'There is no such file. The console was built anew: load the page again')
  }
  const page = await readBuilt(dir, 'index.html', { headers: {} })
  if (page === null) return plain(503, 'The console is not built. Stop Leat and start it again with ./leat up, which builds it')
  const nonce = random.bytes(NONCE_BYTES).toString('base64')
  return {
    status: 200,
    headers: {
      ...COMMON,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policyOf(nonce),
    },
    body: page.bytes.toString('utf8').replace(NONCE_PLACE, nonce),
  }
}

interface Built {
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** Names of files carry their content's hash, but for the few beside the page. */
const CACHE = 'public, max-age=31536000, immutable'
const COMMON = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

function policyOf(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Compressed at build time where that is shorter. Null: there is none. */
async function readBuilt(dir: string, name: string, { headers }: Pick<HttpRequest, 'headers'>): Promise<Built | null> {
  const path = join(dir, name)
  if (!path.startsWith(dir + sep)) return null
  const zipped = /\bgzip\b/.test(headers['accept-encoding'] ?? '') ? await bytesOf(`${path}.gz`) : null
  if (zipped !== null) return { bytes: zipped, headers: { 'content-encoding': 'gzip', vary: 'accept-encoding' } }
  const bytes = await bytesOf(path)
  return bytes === null ? null : { bytes, headers: { vary: 'accept-encoding' } }
}

async function bytesOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function withoutBody({ status, headers, body }: HttpAnswer): HttpAnswer {
  const length = typeof body === 'string' || Buffer.isBuffer(body) ? { 'content-length': String(Buffer.byteLength(body)) } : {}
  return { status, headers: { ...headers, ...length }, body: null }
}

function redirect(): HttpAnswer {
  return { status: 302, headers: { location: PREFIX, 'cache-control': 'no-store' }, body: null }
}

function plain(status: number, text: string): HttpAnswer {
  return { status, headers: { ...COMMON, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }, body: `${text}\n` }
}
