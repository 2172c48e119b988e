/** Defaults in descriptors are text, in protoc's form: whole numbers in tens, floating ones as C prints them, bytes escaped. */
export function defaultText(type: string, value: string): string {
  if (type === 'bytes') return escapedBytes(value)
  if (type === 'double' || type === 'float') return floatText(value, type === 'float')
  return /int|fixed/.test(type) ? wholeNumber(value).toString() : value
}

/** Hexadecimal with 0x, octal with 0. @throws SyntaxError for what is no whole number */
export function wholeNumber(text: string): bigint {
  const digits = text.replace(/^-/, '')
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits)
  return text.startsWith('-') ? -value : value
}

/** `inf`, `nan` and decimal, hexadecimal or octal text. NaN for anything else. */
export function floatNumber(text: string): number {
  const digits = text.replace(/^-/, '').replace(/[fF]$/, (letter) => (/^-?(inf|0[xX])/.test(text) ? letter : ''))
  const isWhole = /^(0[xX][0-9a-fA-F]+|0[0-7]+)$/.test(digits)
  const value = digits === 'inf' || digits === 'infinity' ? Infinity : isWhole ? Number(wholeNumber(digits)) : Number(digits)
  return text.startsWith('-') ? -value : value
}

function floatText(text: string, isFloat: boolean): string {
  const value = isFloat ? Math.fround(floatNumber(text)) : floatNumber(text)
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf'
  const [short, long] = isFloat ? [6, 9] : [15, 17]
  const brief = printG(value, short)
  const isExact = isFloat ? Math.fround(Number(brief)) === value : Number(brief) === value
  return isExact ? brief : printG(value, long)
}

/** C's `%.{digits}g`. */
function printG(value: number, digits: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [mantissa, power] = value.toExponential(digits - 1).split('e')
  const exponent = Number(power)
  if (exponent >= -4 && exponent < digits) return trimmed(value.toFixed(digits - 1 - exponent))
  const sign = exponent < 0 ? '-' : '+'
  return `${trimmed(mantissa!)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
}

function trimmed(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal
}

/** Bytes of a quoted text: its escapes are single bytes, so letters up to 255 are; other letters show that it was no binary. */
export function bytesOf(text: string): Uint8Array {
  // oxlint-disable-next-line no-control-regex -- bytes may have any value
  return Buffer.from(text, /^[\0-\xff]*$/.test(text) ? 'latin1' : 'utf8')
}

const C_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', "'": "\\'", '\\': '\\\\' }

function escapedBytes(text: string): string {
  return [...bytesOf(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte)
      return C_ESCAPES[char] ?? (byte >= 0x20 && byte < 0x7f ? char : `\\${byte.toString(8).padStart(3, '0')}`)
    })
    .join('')
}
