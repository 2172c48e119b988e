/** Texts that were made here must be readable here: what is stored is read again. */
import { JSON_LIMITS } from './limits.ts'

export const TOO_LONG = `The text is longer than ${JSON_LIMITS.textBytesMax} bytes`
export const TOO_DEEP = `Values are nested deeper than ${JSON_LIMITS.depthMax}`

export function isTooLong(text: string): boolean {
  const bytesMax = JSON_LIMITS.textBytesMax
  return text.length > bytesMax || (text.length * 3 > bytesMax && Buffer.byteLength(text) > bytesMax)
}

/** Which limit keeps a text that is JSON from being read by `parseJson`; null when none does. */
export function madeTextProblem(text: string): string | null {
  if (isTooLong(text)) return TOO_LONG
  return isTooDeep(text) ? TOO_DEEP : null
}

function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') at = endOfString(text, at)
    else if (char === '{' || char === '[') {
      if (++depth > JSON_LIMITS.depthMax) return true
    } else if (char === '}' || char === ']') depth--
  }
  return false
}

/** Of the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}
