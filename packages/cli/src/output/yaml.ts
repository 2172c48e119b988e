/**
 * Plain data as YAML 1.2 in block style: enough for what the CLI shows, without a library. A text that anything could take for something else is
 * quoted as JSON, which YAML reads.
 */
export function yaml(value: unknown): string {
  return `${block(value, '')}\n`
}

function block(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    // The first line of an item goes on behind its dash.
    return value.map((item: unknown) => `${indent}- ${block(item, `${indent}  `).trimStart()}`).join('\n')
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined)
    if (entries.length === 0) return '{}'
    return entries.map(([key, one]) => `${indent}${scalar(key)}:${behindKey(one, indent)}`).join('\n')
  }
  return scalar(value)
}

function behindKey(value: unknown, indent: string): string {
  const isNested = typeof value === 'object' && value !== null && Object.keys(value).length > 0
  return isNested ? `\n${block(value, Array.isArray(value) ? indent : `${indent}  `)}` : ` ${block(value, '')}`
}

/** Starts with a letter, holds nothing that ends a plain scalar (`: `, ` #`) and is no word or number of YAML 1.1 or 1.2. */
const PLAIN = /^[A-Za-z_/](?:[\w ./@+-]|:(?=[^ ]))*(?<! )$/
const WORD = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf|e[-+]?[\d_]+)$/i
/** Ids that start with a digit: UUIDs, and API keys with a letter that stands in no number (hex, octal, exponent) and no time. */
const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$|^\d(?=.*[G-NP-SU-WY])[A-Z\d]{15}$/

function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  return (PLAIN.test(value) && !WORD.test(value)) || ID.test(value) ? value : JSON.stringify(value)
}
