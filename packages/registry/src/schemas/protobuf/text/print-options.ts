import type { Option, OptionValue } from './ast.ts'
import type { Writer } from './writer.ts'

/** `option name = value;` */
export function writeOptionStatement(writer: Writer, option: Option): void {
  writer.write('option ')
  writeOption(writer, option)
  writer.write(';')
  writer.newLine()
}

/** ` [a = 1]`, a line each when there are more, or nothing. */
export function writeFieldOptions(writer: Writer, options: readonly Option[]): void {
  if (options.length === 0) return
  writer.write(' ')
  writeBracketed(writer, options, (option) => writeOption(writer, option))
}

function writeOption(writer: Writer, { name, isParenthesized, value }: Option): void {
  writer.write(isParenthesized ? `(${name})` : name)
  if (value.kind === 'option') {
    writer.write('.')
    writeOption(writer, value.option)
    return
  }
  writer.write(' = ')
  if (value.kind === 'list') writeBracketed(writer, value.items, (item) => writeValue(writer, item))
  else writeValue(writer, value)
}

function writeBracketed<T>(writer: Writer, items: readonly T[], writeItem: (item: T) => void): void {
  writer.write('[')
  if (items.length === 1) writeItem(items[0]!)
  else writeLines(writer, items, writeItem)
  writer.write(']')
}

function writeValue(writer: Writer, value: OptionValue): void {
  switch (value.kind) {
    case 'string':
      writer.write(`"${escaped(value.text)}"`)
      return
    case 'boolean':
    case 'number':
    case 'enum':
      writer.write(value.text)
      return
    case 'map':
      writer.write('{')
      writeLines(writer, [...value.entries], ([name, item]) => {
        writer.write(`${name}: `)
        writeValue(writer, item)
      })
      writer.write('}')
      return
    case 'list':
      writer.write('[')
      writeLines(writer, value.items, (item) => writeValue(writer, item))
      writer.write(']')
      return
    case 'option':
      writeOption(writer, value.option)
  }
}

/** A line each, indented, with commas between. */
function writeLines<T>(writer: Writer, items: readonly T[], writeItem: (item: T) => void): void {
  writer.newLine()
  writer.indented(() => {
    for (const [index, item] of items.entries()) {
      writeItem(item)
      if (index < items.length - 1) writer.write(',')
      writer.newLine()
    }
  })
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
}

function escaped(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these characters are what is escaped
  return text.replace(/[\x07-\r\\'"]/g, (char) => ESCAPES[char]!)
}
