import { type Clock, fail, type Millis, ok, type Result } from '@leat/base'
import type { HttpRequest } from './http.ts'
import type { Media } from './media.ts'
import type { Problem } from './problem.ts'
import { badRequest } from './problems.ts'
import { RequestFault } from './request-fault.ts'

/** What a body without a type is. */
const UNTYPED = 'application/octet-stream'
const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** The value of a JSON body; undefined when there is none. Throws `RequestFault` for a body that is too large or too slow. */
export async function readJson(
  request: HttpRequest,
  limits: { readonly bytesMax: number; readonly depthMax: number; readonly timeMs: Millis },
  media: Media,
  clock: Clock,
): Promise<Result<unknown, Problem>> {
  const bytes = await readBytes(request, limits.bytesMax, limits.timeMs, clock)
  if (bytes.length === 0) return ok(undefined)
  const refused = contentTypeProblem(request, media)
  return refused === null ? parseJson(bytes, limits.depthMax) : fail(refused)
}

/** PATCH takes a merge patch by its own name too (RFC 7386). */
export function contentTypeProblem(request: HttpRequest, { bodies }: Media): Problem | null {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? UNTYPED).toLowerCase().split(';')
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='))
  const known = bodies.includes(type.trim()) || (request.method === 'PATCH' && type.trim() === 'application/merge-patch+json')
  if (known && (charset === undefined || /^charset="?utf-8"?$/.test(charset))) return null
  return { status: 415, detail: `Send the body as JSON in UTF-8, with the header Content-Type: ${bodies[0]!}` }
}

/** Passes a body on until it exceeds its limit. */
export async function* bounded(request: HttpRequest, bytesMax: number): AsyncGenerator<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) throw tooLarge(bytesMax)
  let bytes = 0
  for await (const chunk of request.body) {
    bytes += chunk.length
    if (bytes > bytesMax) throw tooLarge(bytesMax)
    yield chunk
  }
}

async function readBytes(request: HttpRequest, bytesMax: number, timeMs: Millis, clock: Clock): Promise<Buffer> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  using _timer = clock.after(timeMs, () => reject(new RequestFault({ status: 408, detail: 'The body did not arrive in time' })))
  const collect = async (): Promise<Buffer> => {
    const chunks: Buffer[] = []
    for await (const chunk of bounded(request, bytesMax)) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  return await Promise.race([collect(), late])
}

function tooLarge(bytesMax: number): RequestFault {
  return new RequestFault({ status: 413, detail: `The body is larger than ${bytesMax} bytes` })
}

function parseJson(bytes: Buffer, depthMax: number): Result<unknown, Problem> {
  let value: unknown
  try {
    value = JSON.parse(UTF8.decode(bytes))
  } catch {
    return fail(badRequest('The body is not valid JSON'))
  }
  return tame(value, depthMax) ? ok(value) : fail(badRequest(`The body has more than ${depthMax} levels of nesting`))
}

/** Answers whether the value is within the depth; drops keys named `__proto__`, which a later assignment could mistake for a prototype. */
function tame(value: unknown, depthMax: number): boolean {
  let level: object[] = isObject(value) ? [value] : []
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > depthMax) return false
    const next: object[] = []
    for (const parent of level) {
      if (Object.hasOwn(parent, '__proto__')) Reflect.deleteProperty(parent, '__proto__')
      for (const child of Object.values(parent) as unknown[]) if (isObject(child)) next.push(child)
    }
    level = next
  }
  return true
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
