import { SCHEMA_LIMITS } from '../../limits.ts'
import type { Option, OptionValue } from './ast.ts'
import type { Reader } from './reader.ts'

/** `[a = 1, b = 2]`, or nothing. */
export function readOptions(reader: Reader): readonly Option[] {
  if (!reader.take('[')) return []
  const options: Option[] = []
  do {
    options.push(readOption(reader, '='))
    if (reader.take(']')) return options
  } while (reader.take(','))
  return reader.fail("Expected ',' or ']")
}

/** Name, separator and value. In an aggregate the separator is `:`, and may be left out before `{`. */
export function readOption(reader: Reader, separator: '=' | ':'): Option {
  reader.count()
  const opening = reader.peek()
  const name = reader.name()
  const path: Pick<Option, 'name' | 'isParenthesized'>[] = []
  let char = reader.next()
  while (char === '.') {
    path.push(...readPathStep(reader))
    if (path.length > SCHEMA_LIMITS.depthMax) reader.fail(`nested deeper than ${SCHEMA_LIMITS.depthMax} levels`)
    char = reader.next()
  }
  if (separator === ':' && char === '{') reader.back()
  else if (char !== separator) reader.fail(`expected '${separator}' in option`)

  let value = reader.nested(() => readValue(reader))
  for (const step of path.toReversed()) value = { kind: 'option', option: { ...step, value } }
  return { name: opening === '[' ? `[${name}]` : name, isParenthesized: opening === '(', value }
}

/** `.b.c` is two steps, `.(b.c)` the name of one extension. */
function readPathStep(reader: Reader): readonly Pick<Option, 'name' | 'isParenthesized'>[] {
  const isParenthesized = reader.peek() === '('
  const name = reader.name()
  return (isParenthesized ? [name] : name.split('.', SCHEMA_LIMITS.depthMax + 1)).map((step) => ({ name: step, isParenthesized }))
}

function readValue(reader: Reader): OptionValue {
  const char = reader.peek()
  if (char === '{') return { kind: 'map', entries: readMap(reader) }
  if (char === '[') return { kind: 'list', items: readList(reader) }
  if (char === '"' || char === "'") return { kind: 'string', text: reader.quoted() }
  if (/[0-9-]/.test(char)) return { kind: 'number', text: reader.word() }
  const text = reader.word()
  return { kind: text === 'true' || text === 'false' ? 'boolean' : 'enum', text }
}

/** Grown in place while it is read: a key may come a hundred thousand times. */
type Growing =
  | Exclude<OptionValue, { readonly kind: 'map' | 'list' }>
  | { readonly kind: 'map'; readonly entries: Map<string, OptionValue> }
  | { readonly kind: 'list'; readonly items: OptionValue[] }

function readMap(reader: Reader): ReadonlyMap<string, OptionValue> {
  reader.require('{')
  const entries = new Map<string, Growing>()
  while (!reader.take('}')) {
    const { name, value } = readOption(reader, ':')
    addEntry(entries, name, value)
    // Commas and semicolons between entries may be left out.
    if (!reader.take(',')) reader.take(';')
  }
  return entries
}

/** A key that comes again makes a list of its values. */
function addEntry(entries: Map<string, Growing>, name: string, value: OptionValue): void {
  const before = entries.get(name)
  if (value.kind === 'option') {
    const { option } = value
    if (before?.kind === 'map') before.entries.set(option.name, option.value)
    else entries.set(name, { kind: 'map', entries: new Map([[option.name, option.value]]) })
  } else if (before === undefined) entries.set(name, growing(value))
  else {
    const list = before.kind === 'list' ? before : { kind: 'list' as const, items: [before] as OptionValue[] }
    for (const item of value.kind === 'list' ? value.items : [value]) list.items.push(item)
    entries.set(name, list)
  }
}

function growing(value: Exclude<OptionValue, { readonly kind: 'option' }>): Growing {
  if (value.kind === 'map') return { kind: 'map', entries: new Map(value.entries) }
  return value.kind === 'list' ? { kind: 'list', items: [...value.items] } : value
}

function readList(reader: Reader): readonly OptionValue[] {
  reader.require('[')
  const items: OptionValue[] = []
  while (!reader.take(']')) {
    reader.count()
    items.push(reader.nested(() => readValue(reader)))
    if (!reader.take(',') && reader.peek() !== ']') reader.fail("expected ',' or ']'")
  }
  return items
}
