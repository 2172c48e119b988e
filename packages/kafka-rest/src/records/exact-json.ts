/**
 * JSON without loss: numbers that a double cannot hold as they were written (`1.0`, 20 digits, `-0`) keep their text, because what is produced should
 * be what was sent. Uses the source text of numbers and `JSON.rawJSON` (ECMAScript's "JSON.parse source text access").
 */
interface ExactJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown
  rawJSON(text: string): unknown
}

const EXACT = JSON as unknown as ExactJson
const UTF8 = new TextDecoder('utf-8', { fatal: true })
/** Texts without such digits (most of them) need no second look. */
const MAY_LOSE = /\d{16}|-0|\d[.eE]/

/** Undefined: it is no JSON, or no UTF-8. */
export function parseExact(bytes: Buffer): unknown {
  try {
    const text = UTF8.decode(bytes)
    return MAY_LOSE.test(text) ? EXACT.parse(text, keepNumber) : (JSON.parse(text) as unknown)
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof TypeError) return undefined
    throw cause
  }
}

function keepNumber(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || source === undefined) return value
  return String(value) === source ? value : EXACT.rawJSON(source)
}
