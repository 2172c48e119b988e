import { describe, expect, test } from 'vitest'
import { fileCases, recorded, type WireRecord } from '../../../../../../conformance/registry/protobuf/cases.ts'
import { parseFile } from './parse-file.ts'
import { printFile } from './print-file.ts'

const WIRE = new Map(recorded<WireRecord>('wire').map((record) => [record.name, record]))

/** Where our words are better than Wire's: it counts columns from 0 there, points behind, or prints its own insides. */
const OUR_WORDS: Readonly<Record<string, string>> = {
  'bad-field-digit': 'Syntax error in :3:9: field and constant names cannot start with a digit',
  'bad-const-digit': 'Syntax error in :3:3: field and constant names cannot start with a digit',
  'bad-import-kind': 'Syntax error in :2:1: expected quoted string',
  'bad-duplicate-type': 'Syntax error in :3:1: A is already defined at :2:1',
  'bad-duplicate-service': 'Syntax error in :3:1: A is already defined at :2:1',
  'bad-comment-open': 'Syntax error in :2:1: unterminated comment',
  'bad-slash': "Syntax error in :2:1: unexpected '/'",
  'bad-group-group': 'Syntax error in :4:5: expected field declaration, was a group',
}

/** Where the registry's lines are other than Wire's, and why. Order and empty lines are always the registry's own: `print-file.test.ts`. */
const OTHER_PRINT: Readonly<Record<string, string>> = {
  'oneof-empty': 'Wire leaves out a oneof without fields',
  'extensions-option': 'the registry drops options of extension ranges',
  'options-file': 'the registry escapes quotes in strings',
  'string-escapes': 'the registry escapes what was escaped',
}

describe.for(fileCases().map(({ name, text }) => ({ name, text, wire: WIRE.get(name)! })))('$name', ({ name, text, wire }) => {
  const parsed = parseFile(text)

  test('is read as Wire reads it', () => {
    if (wire.error !== undefined) expect(parsed.ok ? 'no error' : parsed.error.message).toBe(OUR_WORDS[name] ?? wire.error)
    else expect(parsed.ok ? comparable(parsed.value) : parsed.error).toEqual(wire.tree)
  })

  test('has the lines that Wire prints', () => {
    if (typeof wire.schema !== 'string' || !parsed.ok || name in OTHER_PRINT) return
    expect(linesOf(printFile(parsed.value))).toEqual(linesOf(wire.schema))
  })

  test('prints what it was read from', () => {
    if (!parsed.ok) return
    const printed = printFile(parsed.value)
    const again = parseFile(printed)
    expect(again.ok ? printFile(again.value) : again.error).toEqual(printed)
  })
})

/** Without places in the text; maps as pairs; weak imports are younger than the recorded Wire. */
function comparable(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, item]) => [key, comparable(item)])
  if (Array.isArray(value)) return value.map(comparable)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key]) => key !== 'at' && key !== 'weakImports')
  return Object.fromEntries(entries.map(([key, item]) => [key, comparable(item)]))
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('// '))
    .toSorted()
}
