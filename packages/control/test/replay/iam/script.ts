/**
 * The calls of a tool, as text:
 *
 *     # words for the reader
 *     @ Bearer {{TOKEN}}            credentials of the calls that follow; also `@ Basic KEY SECRET` and `@ none`
 *     > POST /iam/v2/api-keys       a request, its JSON body below
 *     {"spec": {}}
 *     < 202                         what must come: the status; headers; the whole body. `<~` where only a part of the body matters
 *     location: {{PLATFORM}}/iam/v2/api-keys/{{KEY}}
 *     {"id": "<KEY=key>"}
 *
 * `"<NAME=kind>"` stands for a value of that kind and keeps it under the name; `"<=kind>"` keeps nothing. `{{NAME}}` is what was kept.
 */
export interface Step {
  readonly line: number
  readonly credentials: string
  readonly method: string
  readonly path: string
  readonly body: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly expected: string
  readonly isPartial: boolean
}

interface Draft {
  readonly line: number
  readonly credentials: string
  readonly request: string
  readonly bodyLines: string[]
  answer: string | null
  readonly answerLines: string[]
}

export function parseScript(text: string): readonly Step[] {
  const drafts: Draft[] = []
  let credentials = 'none'
  text.split('\n').forEach((raw, index) => {
    const last = drafts.at(-1)
    if (raw.startsWith('#')) return
    if (raw.startsWith('@ ')) credentials = raw.slice(2).trim()
    else if (raw.startsWith('> '))
      drafts.push({ line: index + 1, credentials, request: raw.slice(2).trim(), bodyLines: [], answer: null, answerLines: [] })
    else if (raw.startsWith('<') && last?.answer === null) last.answer = raw
    else if (raw.trim() !== '') (last!.answer === null ? last!.bodyLines : last!.answerLines).push(raw)
  })
  return drafts.map(stepOf)
}

function stepOf({ line, credentials, request, bodyLines, answer, answerLines }: Draft): Step {
  const [method = '', path = ''] = request.split(' ')
  const match = /^<(~?) (\d{3})$/.exec(answer ?? '')
  if (match === null) throw new Error(`line ${line}: no answer for ${request}`)
  const headers: Record<string, string> = {}
  const rest = [...answerLines]
  while (rest.length > 0 && /^[a-z-]+: /.test(rest[0]!)) {
    const header = rest.shift()!
    const colon = header.indexOf(': ')
    headers[header.slice(0, colon)] = header.slice(colon + 2)
  }
  return {
    line,
    credentials,
    method,
    path,
    body: bodyLines.join('\n'),
    status: Number(match[2]),
    headers,
    expected: rest.join('\n'),
    isPartial: match[1] === '~',
  }
}

/** Kinds of values that a script may leave open. */
const KINDS: Readonly<Record<string, RegExp>> = {
  sa: /^sa-[a-z0-9]{6}$/,
  u: /^u-[a-z0-9]{6}$/,
  env: /^env-[a-z0-9]{6}$/,
  lkc: /^lkc-[a-z0-9]{6}$/,
  rb: /^rb-[a-z0-9]{6}$/,
  key: /^[A-Z2-7]{16}$/,
  secret: /^cflt[A-Za-z0-9+/]{60}$/,
  jwt: /^[\w-]+\.[\w-]+\.[\w-]+$/,
  refresh: /^v1\.\S+$/,
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/,
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  number: /^[1-9]\d*$/,
  text: /^/,
}

const OPEN = /^<([A-Z_]*)=([a-z]+)>$/

/** What the answer has where the script leaves it open; the rest of the expectation is compared by the caller. */
export function capture(expected: unknown, actual: unknown, kept: Map<string, string>): unknown {
  if (typeof expected === 'string') {
    const match = OPEN.exec(expected)
    if (match === null) return expected
    const kind = KINDS[match[2]!]
    if (kind === undefined) throw new Error(`unknown kind ${match[2]!}`)
    if ((typeof actual !== 'string' && typeof actual !== 'number') || !kind.test(String(actual))) return expected
    if (match[1] !== '') kept.set(match[1]!, String(actual))
    return actual
  }
  if (Array.isArray(expected)) return expected.map((item, i) => capture(item, Array.isArray(actual) ? actual[i] : undefined, kept))
  if (typeof expected !== 'object' || expected === null) return expected
  const source = typeof actual === 'object' && actual !== null ? (actual as Record<string, unknown>) : {}
  return Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, capture(value, source[name], kept)]))
}

export function fill(text: string, kept: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{\{([A-Z_]+)\}\}/g, (_, name: string) => {
    const value = kept.get(name)
    if (value === undefined) throw new Error(`nothing is kept under {{${name}}}`)
    return value
  })
}

/** Fills what is kept into every string of a value. */
export function fillIn(value: unknown, kept: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return fill(value, kept)
  if (Array.isArray(value)) return value.map((item) => fillIn(item, kept))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fillIn(item, kept)]))
}
