import { expect, test } from 'vitest'
import { needsOf } from './needs.ts'
import { inOrder } from './order.ts'
import type { FileType, SchemaFile } from './schema-files.ts'

const TYPES: Readonly<Record<string, FileType>> = { avsc: 'AVRO', json: 'JSON', proto: 'PROTOBUF' }

function filesOf(texts: Readonly<Record<string, unknown>>): readonly SchemaFile[] {
  return Object.entries(texts).map(([path, text]) => ({
    path,
    type: TYPES[path.split('.').at(-1)!]!,
    text: typeof text === 'string' ? text : JSON.stringify(text),
  }))
}

function namedNeeds(texts: Readonly<Record<string, unknown>>): Readonly<Record<string, readonly string[]>> {
  const needs = needsOf(filesOf(texts))
  return Object.fromEntries([...needs].map(([file, own]) => [file.path, own.map(({ name, file: { path } }) => `${name} in ${path}`)]))
}

const record = (name: string, namespace: string | undefined, ...types: readonly unknown[]) => ({
  type: 'record',
  name,
  namespace,
  fields: types.map((type, at) => ({ name: `f${at}`, type })),
})

test.for([
  ['a name of the namespace around it', { 'a.avsc': record('A', 'n', 'B'), 'b.avsc': record('B', 'n') }, ['n.B in b.avsc']],
  ['a full name', { 'a.avsc': record('A', 'n', 'm.B'), 'b.avsc': record('B', 'm') }, ['m.B in b.avsc']],
  ['a name without a namespace', { 'a.avsc': record('A', 'n', 'B'), 'b.avsc': record('B', undefined) }, ['B in b.avsc']],
  [
    'a name within unions, arrays and maps',
    { 'a.avsc': record('A', 'n', ['null', { type: 'array', items: { type: 'map', values: 'B' } }]), 'b.avsc': record('B', 'n') },
    ['n.B in b.avsc'],
  ],
  ['an inner type of another file', { 'a.avsc': record('A', 'n', 'C'), 'b.avsc': record('B', 'n', record('C', 'n')) }, ['n.C in b.avsc']],
  [
    'two types of one file, once',
    { 'a.avsc': record('A', 'n', 'B', 'C'), 'b.avsc': record('B', 'n', record('C', 'n')) },
    ['n.B in b.avsc'],
  ],
  ['its own types, and those that are nowhere', { 'a.avsc': record('A', 'n', 'A', 'X', record('C', 'n'), 'C') }, []],
  ['what is no JSON', { 'a.avsc': '{"type":', 'b.avsc': record('B', 'n') }, []],
] as const)('Avro: %s', ([, texts, needs]) => {
  expect(namedNeeds(texts)['a.avsc']).toEqual(needs)
})

test.for([
  ['a path beside the file', { 'x/a.json': { $ref: 'b.json' }, 'x/b.json': {} }, ['b.json in x/b.json']],
  ['a path above it', { 'x/a.json': { items: { $ref: '../b.json#/definitions/c' } }, 'b.json': {} }, ['../b.json in b.json']],
  ['a path below the directory', { 'x/a.json': { $ref: 'y/b.json' }, 'y/b.json': {} }, ['y/b.json in y/b.json']],
  ['an id', { 'x/a.json': { $ref: 'http://shop/b' }, 'b.json': { $id: 'http://shop/b' } }, ['http://shop/b in b.json']],
  ['an id relative to its own', { 'x/a.json': { $id: 'http://shop/a', $ref: 'b' }, 'c.json': { $id: 'http://shop/b' } }, ['b in c.json']],
  ['a place within itself', { 'x/a.json': { $ref: '#/definitions/c' }, 'b.json': {} }, []],
] as const)('JSON Schema: %s', ([, texts, needs]) => {
  expect(namedNeeds(texts)['x/a.json']).toEqual(needs)
})

test.for([
  ['a path below the directory', { 'a.proto': 'import "x/b.proto";', 'x/b.proto': '' }, ['x/b.proto in x/b.proto']],
  ['a path below any root', { 'a.proto': "import public 'b.proto';", 'x/b.proto': '' }, ['b.proto in x/b.proto']],
  ['what comes with the registry', { 'a.proto': 'import "google/protobuf/any.proto";' }, []],
  ['what is in comments', { 'a.proto': '// import "b.proto";\n/* import "b.proto"; */', 'b.proto': '' }, []],
] as const)('Protobuf: %s', ([, texts, needs]) => {
  expect(namedNeeds(texts)['a.proto']).toEqual(needs)
})

test('what a file needs stands before it, whatever the files are called', () => {
  const needs = needsOf(
    filesOf({
      'a.avsc': record('A', 'n', 'B'),
      'b.avsc': record('B', 'n', 'C', 'D'),
      'c.avsc': record('C', 'n', 'D'),
      'd.avsc': record('D', 'n'),
    }),
  )
  const { files, circular } = inOrder(needs)
  expect(files.map(({ path }) => path)).toEqual(['d.avsc', 'c.avsc', 'b.avsc', 'a.avsc'])
  expect(circular.size).toBe(0)
})

test('files that need themselves by way of others are told; those that need them are not', () => {
  const needs = needsOf(
    filesOf({
      'a.avsc': record('A', 'n', 'B'),
      'b.avsc': record('B', 'n', 'C'),
      'c.avsc': record('C', 'n', 'B'),
      'd.avsc': record('D', 'n'),
    }),
  )
  const { files, circular } = inOrder(needs)
  expect(files.length).toBe(4)
  expect([...circular].map(({ path }) => path).sort()).toEqual(['b.avsc', 'c.avsc'])
})

test('a chain of ten thousand files does not overflow', () => {
  const files: readonly SchemaFile[] = Array.from({ length: 10_000 }, (_, at) => ({ path: `${at}.avsc`, type: 'AVRO', text: '' }))
  const needs = new Map(files.map((file, at) => [file, at + 1 < files.length ? [{ name: 'n', file: files[at + 1]! }] : []]))
  expect(inOrder(needs).files[0]).toBe(files.at(-1))
})
