/** As `Double.parseDouble` reads a decimal text, in a form that `javaIntegerOrDouble` prints again; null when it is none. Hexadecimal texts are none here. */
export function parseJavaDouble(text: string): string | null {
  const trimmed = text.trim()
  const special = /^([+-]?)(NaN|Infinity)$/.exec(trimmed)
  // Beyond all doubles, which is how infinity is written in JSON's grammar; NaN has no such text and stands as it is.
  if (special !== null) return special[2] === 'NaN' ? 'NaN.' : `${special[1] === '-' ? '-' : ''}1e999`
  const decimal = /^([+-]?)([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[fFdD]?$/.exec(trimmed)
  if (decimal === null) return null
  const [, sign, mantissa = '', exponent = 'e0'] = decimal
  return `${sign === '-' ? '-' : ''}${mantissa.startsWith('.') ? '0' : ''}${mantissa}${exponent}`
}
