/** Cases stand in text files: `==== name`, then the .proto text; in sets of files also `---- path` before each. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const HERE = import.meta.dirname

/** In place of a text: the file as its publisher has it. */
export const STANDARD = '@standard'

interface FileCase {
  readonly name: string
  readonly text: string
}

/** What is imported stands before what imports it; the last file is the one that is looked at. */
export interface SetCase {
  readonly name: string
  readonly files: readonly FileCase[]
}

/** What Wire made of a case: a tree with its printed form, or an error. */
export interface WireRecord {
  readonly name: string
  readonly tree?: unknown
  readonly schema?: string
  readonly error?: string
}

/** A FileDescriptorProto as protoc makes it, in base64. */
export interface ProtocRecord {
  readonly name: string
  readonly descriptor: string
}

export function fileCases(): readonly FileCase[] {
  return sections(readFileSync(join(HERE, 'cases/files.txt'), 'utf8'), '==== ')
}

export function setCases(): readonly SetCase[] {
  const sets = sections(readFileSync(join(HERE, 'cases/sets.txt'), 'utf8'), '==== ')
  return sets.map(({ name, text }) => ({ name, files: sections(text, '---- ') }))
}

function sections(text: string, mark: string): readonly FileCase[] {
  const cases: FileCase[] = []
  for (const part of `\n${text}`.split(`\n${mark}`).slice(1)) {
    const end = part.indexOf('\n')
    const name = end === -1 ? part : part.slice(0, end)
    const body = end === -1 ? '' : part.slice(end + 1)
    // The mark `-no-newline` takes the last newline from the case before it.
    const before = cases.at(-1)
    if (name === '-no-newline' && before !== undefined) cases[cases.length - 1] = { name: before.name, text: before.text.slice(0, -1) }
    else cases.push({ name, text: body === '' ? '' : `${body}\n` })
  }
  // The last case has kept the newline of the file.
  const last = cases.at(-1)
  if (last !== undefined && mark === '==== ') cases[cases.length - 1] = { name: last.name, text: last.text.replace(/\n\n$/, '\n') }
  return cases
}

export function recorded<T>(name: 'wire' | 'protoc'): readonly T[] {
  return JSON.parse(readFileSync(join(HERE, `recorded/${name}.json`), 'utf8')) as T[]
}
