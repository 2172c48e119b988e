import { fail, ok, type Result } from '@leat/base'
import type { InvalidSchema } from '../../contract.ts'
import { SCHEMA_LIMITS } from '../../limits.ts'
import type { Extend, Option, ProtoFile, Rpc, Service, TypeElement } from './ast.ts'
import { readBody, readExtend, readOptionStatement, readType, type FileRules } from './parse-message.ts'
import { SyntaxProblem, placeOf, textReader, type Reader } from './reader.ts'

interface Named {
  readonly name: string
  readonly at: number
}

interface FileParts {
  syntax: ProtoFile['syntax']
  packageName: string | null
  readonly imports: string[]
  readonly publicImports: string[]
  readonly weakImports: string[]
  readonly types: TypeElement[]
  readonly services: Service[]
  readonly extends: Extend[]
  readonly options: Option[]
  readonly typeNames: Map<string, Named>
  readonly serviceNames: Map<string, Named>
}

/** Reads a .proto text. What is wrong with it comes with line and column. */
export function parseFile(text: string): Result<ProtoFile, InvalidSchema> {
  if (isTooLong(text)) return fail({ message: `the text is longer than ${SCHEMA_LIMITS.textBytesMax} bytes` })
  try {
    return ok(readFile(text))
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem
    return fail({ message: problem.message, line: problem.line, column: problem.column })
  }
}

/** Characters first: they cost nothing to count. */
export function isTooLong(text: string): boolean {
  return text.length > SCHEMA_LIMITS.textBytesMax || Buffer.byteLength(text) > SCHEMA_LIMITS.textBytesMax
}

function readFile(text: string): ProtoFile {
  const reader = textReader(text)
  const file: FileParts = {
    syntax: null,
    packageName: null,
    imports: [],
    publicImports: [],
    weakImports: [],
    types: [],
    services: [],
    extends: [],
    options: [],
    typeNames: new Map(),
    serviceNames: new Map(),
  }
  let isFirst = true
  while (reader.more()) {
    const at = reader.at()
    if (!reader.take(';')) readDeclaration(reader, file, at, isFirst, text)
    isFirst = false
  }
  const { typeNames: _types, serviceNames: _services, ...read } = file
  return read
}

function readDeclaration(reader: Reader, file: FileParts, at: number, isFirst: boolean, text: string): void {
  const rules: FileRules = { reader, isProto3: file.syntax === 'proto3' }
  const word = reader.word()
  switch (word) {
    case 'syntax':
      file.syntax = readSyntax(reader, file.syntax !== null, isFirst, at)
      return
    case 'package':
      file.packageName = reader.name()
      reader.require(';')
      return
    case 'import':
      readImport(reader, file, at)
      return
    case 'option':
      file.options.push(readOptionStatement(rules))
      return
    case 'message':
    case 'enum':
      addNamed(reader, file.types, file.typeNames, readType(rules, word, at), text)
      return
    case 'service':
      addNamed(reader, file.services, file.serviceNames, readService(rules, at), text)
      return
    case 'extend':
      file.extends.push(readExtend(rules, at))
      return
    case 'edition':
      reader.fail('edition is not currently supported')
      break
    default:
      reader.fail(`unexpected label: ${word}`, at)
  }
}

function readSyntax(reader: Reader, isSecond: boolean, isFirst: boolean, at: number): 'proto2' | 'proto3' {
  if (isSecond) reader.fail('too many syntax definitions', at)
  reader.require('=')
  if (!isFirst) reader.fail("'syntax' element must be the first declaration in a file", at)
  const name = readText(reader)
  if (name !== 'proto2' && name !== 'proto3') reader.fail(`unexpected syntax: ${name}`, at)
  reader.require(';')
  return name
}

function readImport(reader: Reader, file: FileParts, at: number): void {
  const isPlain = /["']/.test(reader.peek())
  const kind = isPlain ? 'plain' : reader.word()
  if (kind !== 'plain' && kind !== 'public' && kind !== 'weak') reader.fail('expected quoted string', at)
  const list = kind === 'plain' ? file.imports : kind === 'public' ? file.publicImports : file.weakImports
  list.push(tidyPath(readText(reader)))
  reader.require(';')
}

function readText(reader: Reader): string {
  if (!/["']/.test(reader.peek())) reader.fail('expected quoted string')
  return reader.quoted()
}

/** As okio's Path writes it: no empty or `.` segments. */
function tidyPath(path: string): string {
  const tidy = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/')
  return path.startsWith('/') ? `/${tidy}` : tidy === '' ? '.' : tidy
}

function addNamed<T extends Named>(reader: Reader, list: T[], names: Map<string, Named>, element: T, text: string): void {
  const before = names.get(element.name)
  if (before !== undefined) {
    const place = placeOf(text, before.at)
    reader.fail(`${element.name} is already defined at :${place.line}:${place.column}`, element.at)
  }
  names.set(element.name, element)
  list.push(element)
}

function readService(rules: FileRules, at: number): Service {
  const { reader } = rules
  reader.count()
  const name = reader.name()
  const rpcs: Rpc[] = []
  const options: Option[] = []
  readBody(reader, (place) => {
    const word = reader.word()
    if (word === 'option') options.push(readOptionStatement(rules))
    else if (word === 'rpc') rpcs.push(readRpc(rules, place))
    else reader.fail(`unexpected label: ${word}`, place)
  })
  return { at, name, rpcs, options }
}

function readRpc(rules: FileRules, at: number): Rpc {
  const { reader } = rules
  reader.count()
  const name = reader.name()
  const request = readRpcType(reader)
  if (reader.word() !== 'returns') reader.fail("expected 'returns'", at)
  const response = readRpcType(reader)
  const options: Option[] = []
  if (reader.peek() === '{') {
    readBody(reader, (place) => {
      const word = reader.word()
      if (word !== 'option') reader.fail(`unexpected label: ${word}`, place)
      options.push(readOptionStatement(rules))
    })
  } else reader.require(';')
  const streams = { requestStreaming: request.isStream, responseStreaming: response.isStream }
  return { at, name, requestType: request.type, responseType: response.type, ...streams, options }
}

function readRpcType(reader: Reader): { readonly type: string; readonly isStream: boolean } {
  reader.require('(')
  const word = reader.word()
  const isStream = word === 'stream'
  const type = isStream ? reader.dataType() : reader.dataType(word)
  reader.require(')')
  return { type, isStream }
}
