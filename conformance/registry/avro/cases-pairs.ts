export interface PairCase {
  readonly reader: string
  readonly writer: string
}

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']
const record = (fields: string, name = 'R', more = ''): string => `{"type":"record","name":"${name}","fields":[${fields}]${more}}`
const field = (name: string, type: string, more = ''): string => `{"name":"${name}","type":${type}${more}}`
const enumOf = (symbols: string, more = '', name = 'E'): string => `{"type":"enum","name":"${name}","symbols":[${symbols}]${more}}`
const fixed = (size: number, name = 'F', more = ''): string => `{"type":"fixed","name":"${name}","size":${size}${more}}`
const array = (items: string): string => `{"type":"array","items":${items}}`
const map = (values: string): string => `{"type":"map","values":${values}}`

const INT = '"int"'
const LIST = record(`${field('value', INT)},${field('next', '["null","R"]')}`)
const LIST_LONG = record(`${field('value', '"long"')},${field('next', '["null","R"]')}`)
const LIST_TEXT = record(`${field('value', '"string"')},${field('next', '["null","R"]')}`)
const TWICE = (type: string): string => record(`${field('a', record(field('x', type), 'S'))},${field('b', '"S"')}`)

const SHAPES = ['"int"', '"string"', array(INT), map(INT), '["null","int"]', record(field('a', INT)), enumOf('"A"'), fixed(2)]

const unions: readonly (readonly [string, string])[] = [
  ['["null","int"]', '["int","null"]'],
  ['["null","long"]', '["null","int"]'],
  ['["null","int"]', '["null","long"]'],
  ['["int","string"]', '["int","string","boolean","float"]'],
  ['["null"]', '"null"'],
  ['"int"', '["int"]'],
  ['"long"', '["int","long"]'],
  ['"int"', '["int","string","null"]'],
  ['[]', '[]'],
  ['[]', '"int"'],
  ['"int"', '[]'],
  ['["bytes"]', '["string"]'],
  [`["null",${record(field('a', INT))}]`, record(field('a', INT))],
  [`["null",${record(field('b', INT))}]`, record(field('a', INT))],
  [`["null",${record(field('b', INT))}]`, `["null",${record(field('a', INT))}]`],
  [record(field('b', INT)), `["null",${record(field('a', INT))}]`],
  [`["null",${array('"int"')}]`, `["null",${array('"string"')}]`],
  [`[${record(field('a', INT), 'A')},${record(field('a', INT), 'B')}]`, record(field('a', INT), 'C')],
  [`[${record(field('a', INT), 'A')},${record(field('a', INT), 'n.B')}]`, record(field('a', INT), 'm.B')],
  [array('["null","int"]'), array('["null","string"]')],
  [map('["null","int"]'), map('"string"')],
]

const records: readonly (readonly [string, string])[] = [
  [record(field('a', INT)), record(`${field('a', INT)},${field('b', INT)}`)],
  [record(`${field('a', INT)},${field('b', INT)}`), record(field('a', INT))],
  [record(`${field('a', INT)},${field('b', INT, ',"default":0')}`), record(field('a', INT))],
  [record(`${field('b', INT)},${field('a', INT)},${field('c', '"string"')}`), record(field('a', INT))],
  [record(field('b', INT, ',"aliases":["a"]')), record(field('a', INT))],
  [record(field('b', INT, ',"aliases":["c","a"]')), record(`${field('a', INT)},${field('c', INT)}`)],
  [record(field('b', INT, ',"aliases":["b"]')), record(field('b', INT))],
  [record(field('a', INT, ',"aliases":["c"]')), record(`${field('a', INT)},${field('c', '"string"')}`)],
  [record(field('a', '"long"')), record(field('a', INT))],
  [record(field('a', INT)), record(field('a', '"long"'))],
  [record(field('a', INT), 'n.R'), record(field('a', INT), 'm.R')],
  [record(field('a', INT), 'S'), record(field('a', INT))],
  [record(field('a', INT), 'S', ',"aliases":["R"]'), record(field('a', INT))],
  [record(field('a', INT), 'n.S', ',"aliases":["R"]'), record(field('a', INT), 'n.R')],
  [record(field('a', INT), 'n.S', ',"aliases":["R"]'), record(field('a', INT), 'm.R')],
  [record(field('a', INT), 'n.S', ',"aliases":["m.R"]'), record(field('a', INT), 'm.R')],
  [record(field('a', INT), 'n.S', ',"aliases":[".R"]'), record(field('a', INT))],
  [record(field('a', '"string"'), 'S'), record(field('a', INT))],
  [record(field('e', enumOf('"A"', ',"default":"A"'))), record('')],
  [record(field('e', enumOf('"A"'))), record('')],
  [record(field('e', enumOf('"A"', ',"default":"A"'), ',"default":"A"')), record('')],
  [record(field('a', '["null","int"]')), record('')],
  [record(field('a', '["null","int"]', ',"default":null')), record('')],
  [record(field('a', record(field('x', INT), 'S'))), record(field('a', record(field('y', INT), 'S')))],
  [record(field('a/b~c', INT)), record(field('d', INT))],
  [LIST, LIST],
  [LIST_LONG, LIST],
  [LIST, LIST_LONG],
  [LIST_TEXT, LIST],
  [TWICE('"int"'), TWICE('"long"')],
  [TWICE('"long"'), TWICE('"int"')],
  [record(`${field('a', '"string"')},${field('b', INT)}`), record(`${field('a', INT)},${field('b', '"string"')}`)],
  [record(field('a', array(map(fixed(4))))), record(field('a', array(map(fixed(5)))))],
]

const others: readonly (readonly [string, string])[] = [
  [enumOf('"A","B"'), enumOf('"A"')],
  [enumOf('"A"'), enumOf('"C","B","A"')],
  [enumOf('"A"', ',"default":"A"'), enumOf('"A","B"')],
  [enumOf('"B","A"'), enumOf('"A","B"')],
  [enumOf('"A"', '', 'E2'), enumOf('"B"')],
  [enumOf('"A"', ',"aliases":["E"]', 'E2'), enumOf('"A"')],
  [fixed(2), fixed(3)],
  [fixed(2, 'G'), fixed(3)],
  [fixed(2, 'G', ',"aliases":["F"]'), fixed(2)],
  [fixed(2, 'n.F'), fixed(2)],
  [array('"long"'), array('"int"')],
  [array('"int"'), array('"long"')],
  [map('"int"'), map('"string"')],
  [map(array('"int"')), map(array('"string"'))],
  ['{"type":"bytes","logicalType":"decimal","precision":4}', '{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}'],
  ['{"type":"int","logicalType":"date"}', '{"type":"int","logicalType":"time-millis"}'],
  ['{"type":"long","logicalType":"timestamp-millis"}', '"int"'],
]

const pair = ([reader, writer]: readonly [string, string]): PairCase => ({ reader, writer })

/** Every primitive read as every other, every shape as every other, and what makes the difference in each. */
export const PAIRS: readonly PairCase[] = [
  ...PRIMITIVES.flatMap((reader) => PRIMITIVES.map((writer) => pair([`"${reader}"`, `"${writer}"`]))),
  ...SHAPES.flatMap((reader) => SHAPES.filter((writer) => writer !== reader).map((writer) => pair([reader, writer]))),
  ...unions.map(pair),
  ...records.map(pair),
  ...others.map(pair),
]
