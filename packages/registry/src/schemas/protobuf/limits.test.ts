import { expect, test } from 'vitest'
import { SCHEMA_LIMITS } from '../limits.ts'
import { protobuf } from './index.ts'

function problemOf(schema: string, resolved: Readonly<Record<string, string>> = {}) {
  const result = protobuf.parse({ schema, references: [], resolved: new Map(Object.entries(resolved)) }, { isNew: true })
  return result.ok ? null : result.error
}

const P3 = 'syntax = "proto3";\n'

test('a missing semicolon is refused with its place, and once it is there the schema is taken', () => {
  expect(problemOf(`${P3}message Order {\n  string id = 1\n  int32 n = 2;\n}\n`)).toEqual({
    message: "Could not parse Protobuf - Syntax error in :4:4: expected ';' but was 'i'",
    line: 4,
    column: 4,
  })
  expect(problemOf(`${P3}message Order {\n  string id = 1;\n  int32 n = 2;\n}\n`)).toBeNull()
})

test.for([
  ['message A { B b = 1; }', 'Could not resolve type: B at :2:13'],
  ['import "b.proto"; message A { B b = 1; }', 'Could not resolve type: B (no reference brings the import "b.proto") at :2:31'],
  ['message A { map<string, B> b = 1; }', 'Could not resolve type: B at :2:13'],
  ['service S { rpc A (X) returns (X); }', 'Could not resolve type: X at :2:13'],
  ['extend X { int32 a = 1; }', 'Could not resolve type: X at :2:1'],
  ['message A { int32 a = 1; int32 b = 1; }', 'field b has tag 1, which field a has already at :2:26'],
  ['message A { int32 a = 1; int32 a = 2; }', 'field a is defined twice at :2:26'],
  ['message A { int32 a = 0; }', 'field a cannot have tag 0: tags are 1 to 536870911 without 19000 to 19999 at :2:13'],
  ['message A { int32 a = 19500; }', 'field a cannot have tag 19500: tags are 1 to 536870911 without 19000 to 19999 at :2:13'],
  ['message A { reserved 2 to 5; int32 a = 4; }', 'field a = 4 uses what is reserved at :2:30'],
  ['message A { reserved "a"; int32 a = 4; }', 'field a = 4 uses what is reserved at :2:27'],
  ['message A { map<float, int32> m = 1; }', 'field m cannot have keys of type float at :2:13'],
  ['enum E { A = 1; }', 'the first constant of enum E must be zero in proto3 at :2:10'],
  ['enum E { A = 0; B = 0; }', 'constant B has tag 0, which another has already at :2:17'],
])('%s: %s', ([text, message]) => {
  expect(problemOf(P3 + text!)?.message).toBe(message)
})

test('what was stored is read, whatever it lacks', () => {
  const stored = `${P3}message A { B b = 1; int32 c = 1; }`
  const result = protobuf.parse({ schema: stored, references: [], resolved: new Map() }, { isNew: false })
  expect(result.ok && result.value.normalized().schema).toContain('  B b = 1;')
  expect(result.ok && result.value.format('serialized')).toEqual({ ok: false, error: { message: 'Could not resolve type: B' } })
})

const deep = (levels: number): string => `${P3}${'message A { '.repeat(levels)}${'}'.repeat(levels)}`

test.for([
  ['too deep messages', deep(SCHEMA_LIMITS.depthMax + 1), 'nested deeper than 256 levels'],
  ['very deep messages', deep(50_000), 'nested deeper than 256 levels'],
  ['deep options', `${P3}option (a) = ${'{ x: '.repeat(60_000)}`, 'nested deeper than 256 levels'],
  ['deep lists', `${P3}option (a) = ${'['.repeat(60_000)}`, 'nested deeper than 256 levels'],
  ['deep maps', `${P3}message A { ${'map<string, '.repeat(60_000)}`, 'nested deeper than 256 levels'],
  ['deep paths', `${P3}option (a)${'.b'.repeat(200_000)} = 1;`, 'nested deeper than 256 levels'],
  ['too many things', P3 + Array.from({ length: 60_000 }, (_, i) => `enum E${i}{}`).join(''), null],
  [
    'too many constants',
    `${P3}enum E { ${'A=0;'.repeat(SCHEMA_LIMITS.nodesMax)} }`,
    'more than 100000 types, fields, constants and options',
  ],
  ['too long a text', ' '.repeat(SCHEMA_LIMITS.textBytesMax + 1), 'the text is longer than 1048576 bytes'],
  ['too many bytes', `//${'ü'.repeat(SCHEMA_LIMITS.textBytesMax / 2)}`, 'the text is longer than 1048576 bytes'],
  ['too long a descriptor', 'CgAK'.repeat(SCHEMA_LIMITS.textBytesMax / 2), 'the text is longer than 1048576 bytes'],
  ['a comment without end', `${P3}/*${'*'.repeat(900_000)}`, 'unterminated comment'],
  ['slashes', '/'.repeat(1_000_000), null],
])('%s cost bounded time', ([, text, message]) => {
  const result = protobuf.parse({ schema: text!, references: [], resolved: new Map() }, { isNew: false })
  if (message === null) expect(result.ok).toBe(true)
  else expect(result.ok ? '' : result.error.message).toContain(message)
})

test('references that are broken or too many are named', () => {
  expect(problemOf(P3, { 'b.proto': 'message {' })?.message).toContain(
    'the reference "b.proto": Could not parse Protobuf - Syntax error in :1:9',
  )
  const many = Object.fromEntries(Array.from({ length: SCHEMA_LIMITS.referencesMax + 1 }, (_, i) => [`${i}.proto`, '']))
  expect(problemOf(P3, many)?.message).toBe('the schema refers to more than 1000 others')
})
