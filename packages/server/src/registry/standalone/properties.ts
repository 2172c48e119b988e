/** Java's `.properties`: `key=value`, `key: value` or `key value` a line, `#` and `!` begin comments, a backslash at the end continues the line. */
export function readProperties(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>()
  for (const line of logicalLines(text)) {
    const [, key = '', value = ''] = /^((?:\\.|[^\\=:\s])*)\s*[=:]?\s*(.*)$/s.exec(line)!
    properties.set(unescaped(key), unescaped(value))
  }
  return properties
}

function* logicalLines(text: string): Generator<string> {
  let pending = ''
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const line = raw.replace(/^[\s\f]+/, '')
    if (pending === '' && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue
    const isContinued = (/\\*$/.exec(line)![0].length & 1) === 1
    pending += isContinued ? line.slice(0, -1) : line
    if (isContinued) continue
    yield pending
    pending = ''
  }
  if (pending !== '') yield pending
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, char: string) =>
    code === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(code, 16)),
  )
}
