import type { HttpRequest } from './http.ts'

/** Media types of an API that speaks more than `application/json`. */
export interface Media {
  /** What a body may be. No `Content-Type` at all is allowed where `application/octet-stream` is among them, as that is what it means (RFC 9110, 8.3). */
  readonly bodies: readonly string[]
  /** What answers can be, best first; `quality` from 0 to 1 weighs them where a client takes several. Errors are of the same types. */
  readonly answers: readonly { readonly type: string; readonly quality: number }[]
}

export const JSON_MEDIA: Media = {
  bodies: ['application/json'],
  answers: [{ type: 'application/json', quality: 1 }],
}

/** Ranges of an `Accept` header that are looked at. */
const RANGES_MAX = 32

interface Range {
  readonly type: string
  readonly quality: number
}

/** The type that fits the client's `Accept` best (RFC 9110, 12.5.1); null when none does. */
export function answerType({ answers }: Media, request: Pick<HttpRequest, 'headers'>): string | null {
  const accept = request.headers['accept']?.trim() ?? ''
  const [first] = answers
  if (accept === '' || first === undefined) return first?.type ?? null
  const ranges = accept.toLowerCase().split(',', RANGES_MAX).map(rangeOf)
  let best: Range | null = null
  for (const { type, quality } of answers) {
    const weight = acceptedQuality(ranges, type) * quality
    if (weight > 0 && (best === null || weight > best.quality)) best = { type, quality: weight }
  }
  return best?.type ?? null
}

function rangeOf(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim())
  const q = parameters.find((parameter) => parameter.startsWith('q='))
  const quality = q === undefined ? 1 : Number(q.slice(2))
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 }
}

/** The most specific range decides. */
function acceptedQuality(ranges: readonly Range[], type: string): number {
  const group = `${type.slice(0, type.indexOf('/'))}/*`
  for (const wanted of [type, group, '*/*']) {
    const range = ranges.find((one) => one.type === wanted)
    if (range !== undefined) return range.quality
  }
  return 0
}
