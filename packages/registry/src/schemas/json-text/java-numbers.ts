/** Texts of numbers as Java prints them after reading, by the type it read them into. */

/** Plain notation lies between these, by the definition of `Double.toString`. */
const PLAIN_MIN = 1e-3
const PLAIN_MAX = 1e7
/** `BigDecimal.toString` writes no more zeros than this after the point. */
const BIG_DECIMAL_ZEROS_MAX = 6

/** True for what Jackson reads as an integer: no point, no exponent. */
export function isIntegerText(text: string): boolean {
  return !/[.eE]/.test(text)
}

/** An integer of any size: `-0` is `0`. */
export function javaInteger(text: string): string {
  return text === '-0' ? '0' : text
}

/** `Double.toString` with the shortest digits (JDK 19 and newer; older ones print a digit too many here and there). */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const sign = value < 0 ? '-' : ''
  const size = Math.abs(value)
  if (size >= PLAIN_MIN && size < PLAIN_MAX) {
    const plain = String(size)
    return sign + (plain.includes('.') ? plain : `${plain}.0`)
  }
  const [mantissa, exponent] = shortestOfTwoDigits(size).split('e') as [string, string]
  return `${sign}${mantissa}E${Number(exponent)}`
}

/** Java never shows one digit alone: of the texts with two it takes the nearest (4.9E-324, where JavaScript has 5e-324). */
function shortestOfTwoDigits(value: number): string {
  const shortest = value.toExponential()
  return shortest.includes('.') ? shortest : value.toExponential(1)
}

/** As a tree of Jackson's defaults prints it: integers of any size, all else a double. What a double cannot hold is quoted. */
export function javaIntegerOrDouble(text: string): string {
  if (isIntegerText(text)) return javaInteger(text)
  const value = Number(text)
  return Number.isFinite(value) ? javaDouble(value) : `"${javaDouble(value)}"`
}

/** As a tree with exact BigDecimals prints it: integers of any size, all else `BigDecimal.toString`. */
export function javaIntegerOrBigDecimal(text: string): string {
  return isIntegerText(text) ? javaInteger(text) : javaBigDecimal(text)
}

/** `new BigDecimal(text).toString()`. */
function javaBigDecimal(text: string): string {
  const parts = /^(-?)([0-9]+)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/.exec(text)
  if (parts === null) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const digits = (whole + fraction).replace(/^0+(?=.)/, '')
  const shownSign = /^0*$/.test(digits) ? '' : sign
  const scale = BigInt(fraction.length) - BigInt(exponent)
  const adjusted = BigInt(digits.length - 1) - scale
  if (scale === 0n) return shownSign + digits
  if (scale > 0n && adjusted >= -BIG_DECIMAL_ZEROS_MAX) {
    const padded = digits.padStart(Number(scale) + 1, '0')
    return `${shownSign}${padded.slice(0, -Number(scale))}.${padded.slice(-Number(scale))}`
  }
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`
  return `${shownSign}${mantissa}E${adjusted > 0n ? '+' : ''}${adjusted}`
}
