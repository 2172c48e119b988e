import { isUtf8 } from 'node:buffer'
import { fail, ok, type Result } from '@leat/base'

/** What a reader made of bytes: a structure, or text. */
export type Read = { readonly json: unknown } | { readonly text: string }

/** Null: it has nothing to say of these bytes, and `auto` does not mention it. */
export type Reader = (bytes: Buffer) => Result<Read, string> | null

/** Longer numbers would lose digits on their way to a browser. */
const UNSAFE_NUMBER = /\d{16}/

export const readJson: Reader = (bytes) => {
  const text = utf8(bytes)
  if (text === null) return fail('the bytes are not UTF-8')
  try {
    const json: unknown = JSON.parse(text)
    // Shown as it was written: a large number is not rounded in silence.
    return ok(UNSAFE_NUMBER.test(text) ? { text } : { json })
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}

export const readText: Reader = (bytes) => {
  const text = utf8(bytes)
  return text === null ? fail('the bytes are not UTF-8') : ok({ text })
}

export const readHex: Reader = (bytes) => ok({ text: bytes.toString('hex').replace(/(..)(?=.)/g, '$1 ') })

/** Text with control characters in it is rarely meant as text. */
// oxlint-disable-next-line no-control-regex -- these are what it is about
const CONTROL = /[\u0000-\u0008\u000e-\u001f]/

export function looksLikeText(bytes: Buffer): boolean {
  const text = utf8(bytes)
  return text !== null && !CONTROL.test(text)
}

function utf8(bytes: Buffer): string | null {
  return isUtf8(bytes) ? bytes.toString('utf8') : null
}
