/**
 * JSON text as Jackson writes it: no spaces, the order of the writer, control characters as `\b \t \n \f \r` or `\u001F` with capital digits, everything else as it is.
 * Maps and sets are sorted by UTF-16 code unit, as Java's trees are; a JavaScript object would put keys such as "10" first.
 */

// oxlint-disable-next-line no-control-regex -- they are what it looks for
const CONTROL = /[\u0000-\u001f]/
const ESCAPE = /\\(?:u[0-9a-f]{4}|.)/g

export function javaString(text: string): string {
  const json = JSON.stringify(text)
  // Only JSON.stringify's \u escapes differ: its digits are small.
  if (!CONTROL.test(text) && text.isWellFormed()) return json
  return json.replace(ESCAPE, (escape) => (escape.startsWith('\\u') ? `\\u${escape.slice(2).toUpperCase()}` : escape))
}

/** Fields in the order given; undefined ones are left out. Values are JSON text already. */
export function javaObject(fields: readonly (readonly [name: string, json: string | undefined])[]): string {
  const parts: string[] = []
  for (const [name, json] of fields) if (json !== undefined) parts.push(`${javaString(name)}:${json}`)
  return `{${parts.join(',')}}`
}

export function javaArray(items: readonly string[]): string {
  return `[${items.join(',')}]`
}

/** Sorted, each once. */
export function sortedSet(items: readonly string[]): readonly string[] {
  return [...new Set(items)].sort()
}

export function sortedEntries<T>(map: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

export function javaSet(items: readonly string[]): string {
  return javaArray(sortedSet(items).map(javaString))
}

export function javaMap<T>(map: Readonly<Record<string, T>>, print: (value: T) => string): string {
  return javaObject(sortedEntries(map).map(([name, value]) => [name, print(value)] as const))
}
