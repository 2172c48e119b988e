/** The lines of `browseRecords`; their shapes are those of packages/kafka-rest/src/views/api.ts. */

export interface Readable {
  readonly format: string
  readonly bytes: number
  readonly json?: unknown
  readonly text?: string
  readonly base64?: string
  readonly is_cut: boolean
  readonly schema?: { readonly id?: number; readonly guid?: string; readonly type: string; readonly subject?: string }
  readonly tried: readonly { readonly format: string; readonly problem: string }[]
}

export interface Message {
  readonly kind: 'record'
  readonly partition: number
  readonly offset: number
  readonly timestamp_ms: number
  readonly key: Readable | null
  readonly value: Readable | null
  readonly headers: readonly { readonly name: string; readonly value: Readable | null }[]
}

export type Line =
  | Message
  | { readonly kind: 'progress'; readonly scanned: number; readonly matched: number }
  | { readonly kind: 'end'; readonly scanned: number; readonly matched: number; readonly cursor: string | null }
  | { readonly kind: 'problem'; readonly message: string }

/** Lines of JSON as they come. */
export async function* linesOf(response: Response): AsyncGenerator<Line, void, undefined> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop()!
    for (const line of lines) if (line !== '') yield JSON.parse(line) as Line
  }
}

export function messageKey({ partition, offset }: Message): string {
  return `${partition}/${offset}`
}

/** One line of text for a list. */
export function shortText(readable: Readable | null): string {
  if (readable === null) return 'null'
  if (readable.json !== undefined) return JSON.stringify(readable.json)
  return readable.text ?? `${readable.bytes} bytes, base64 ${readable.base64 ?? ''}`
}

/** The whole, to be read by people. */
export function longText(readable: Readable | null): string {
  if (readable === null) return 'null'
  if (readable.json !== undefined) return JSON.stringify(readable.json, null, 2)
  return readable.text ?? readable.base64 ?? ''
}

/** The value at a path such as `customer.address.city` or `lines[0].sku`; undefined where there is none. */
export function atPath(readable: Readable | null, path: string): unknown {
  let found: unknown = readable?.json
  for (const name of path.split(/[.[\]]+/).filter((part) => part !== '')) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as Readonly<Record<string, unknown>>)[name]
  }
  return found
}

const PATHS_MAX = 200
const DEPTH_MAX = 6

/** Paths of the plain values within, as `atPath` reads them: the first few. */
export function pathsOf(json: unknown, prefix = '', depth = 0): string[] {
  if (typeof json !== 'object' || json === null || depth === DEPTH_MAX) return []
  return Object.entries(json)
    .flatMap(([name, value]: [string, unknown]) => {
      const path = Array.isArray(json) ? `${prefix}[${name}]` : prefix === '' ? name : `${prefix}.${name}`
      return typeof value === 'object' && value !== null ? pathsOf(value, path, depth + 1) : [path]
    })
    .slice(0, PATHS_MAX)
}
