import type { SchemaCase } from './cases-invalid.ts'

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']
const record = (fields: string, more = ''): string => `{"type":"record","name":"R","fields":[${fields}]${more}}`
const field = (type: string, more = ''): string => record(`{"name":"f","type":${type}${more}}`)
const withDefault = (type: string, value: string): string => field(type, `,"default":${value}`)
/** A property with this value: how JSON is printed again. */
const property = (value: string): string => `{"type":"string","p":${value}}`

const names: readonly string[] = [
  record(''),
  '{"type":"record","name":"a.b.R","fields":[]}',
  '{"type":"record","name":"R","namespace":"a.b","fields":[]}',
  '{"type":"record","name":"a.b.R","namespace":"x.y","fields":[]}',
  '{"type":"record","name":".R","namespace":"x.y","fields":[]}',
  '{"type":"record","name":"R","namespace":"","fields":[]}',
  '{"type":"record","name":"R","namespace":3,"fields":[]}',
  '{"type":"record","name":"_R9","namespace":"_a._9","fields":[]}',
  '{"type":"record","name":"R","namespace":"n","fields":[{"name":"a","type":{"type":"record","name":"S","fields":[]}},{"name":"b","type":"S"},{"name":"c","type":"n.S"}]}',
  '{"type":"record","name":"R","namespace":"n","fields":[{"name":"a","type":{"type":"record","name":"S","namespace":"m","fields":[{"name":"x","type":{"type":"enum","name":"E","symbols":["A"]}}]}},{"name":"b","type":"m.S"},{"name":"c","type":"m.E"}]}',
  '{"type":"record","name":"R","namespace":"n","fields":[{"name":"a","type":{"type":"record","name":"S","namespace":"","fields":[{"name":"x","type":{"type":"fixed","name":"F","size":3}}]}},{"name":"b","type":"S"},{"name":"c","type":"F"}]}',
  '{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"record","name":"n.S","fields":[{"name":"x","type":{"type":"fixed","name":"F","size":3}}]}},{"name":"b","type":["n.S","n.F"]}]}',
  '{"type":"record","name":"n.record","fields":[{"name":"a","type":["null","n.record"]}]}',
  '{"type":"record","name":"n.int","fields":[{"name":"a","type":["null","n.int"]},{"name":"b","type":"int"}]}',
  '{"type":"record","name":"record","fields":[{"name":"a","type":["null","record"]}]}',
  '{"type":"record","name":"é.ß.名_٣","fields":[{"name":"ñ","type":{"type":"enum","name":"Ж","symbols":["Ω"]}}]}',
  '{"type":"error","name":"n.Oops","fields":[{"name":"why","type":"string"}]}',
  '{"type":"record","name":"R","doc":"a \\"quoted\\" doc\\n\\u0001 é 😀","fields":[]}',
  '{"type":"record","name":"R","doc":"","fields":[]}',
  '{"type":"record","name":"R","doc":7,"fields":[]}',
]

const references: readonly string[] = [
  field('["null","R"]'),
  field('{"type":"array","items":"R"}'),
  field('{"type":"map","values":"R"}'),
  field('{"type":"R"}'),
  field('"R"'),
  record('{"name":"a","type":"Later"},{"name":"b","type":{"type":"enum","name":"Later","symbols":["A"]}}'),
  record(
    '{"name":"a","type":["null","Later"]},{"name":"b","type":{"type":"record","name":"Later","fields":[{"name":"r","type":["null","R"]}]}}',
  ),
  record('{"name":"a","type":{"type":"fixed","name":"F","size":1}},{"name":"b","type":{"type":"fixed","name":"F","size":1}}'),
  record(
    '{"name":"a","type":{"type":"fixed","name":"F","size":1,"doc":"one"}},{"name":"b","type":{"type":"fixed","name":"F","size":1,"doc":"two","aliases":["G"]}}',
  ),
  record(
    '{"name":"a","type":{"type":"fixed","name":"F","size":1,"p":{"a":1,"b":2.0}}},{"name":"b","type":{"type":"fixed","name":"F","size":1,"p":{"b":2.00,"a":1}}}',
  ),
  '[{"type":"record","name":"A","fields":[{"name":"b","type":["null","B"]}]},{"type":"record","name":"B","fields":[{"name":"a","type":["null","A"]}]}]',
]

const nested: readonly string[] = [
  '{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"array","items":{"type":"enum","name":"E","symbols":["A"]}}},{"name":"b","type":{"type":"map","values":["null","E","n.E"]}}]}'.replace(
    ',"n.E"',
    '',
  ),
  '{"type":"array","items":{"type":"record","name":"n.R","fields":[{"name":"a","type":{"type":"map","values":"R"}}]}}',
  '["n.Later",{"type":"record","name":"n.R","fields":[{"name":"a","type":"Later"},{"name":"b","type":{"type":"fixed","name":"Later","size":1}}]}]',
  '{"type":"map","values":["null",{"type":"record","name":"A","fields":[{"name":"b","type":{"type":"record","name":"n.B","fields":[{"name":"a","type":["null","A"]}]}}]}]}',
  withDefault('"Later"', '{"x":1}').replace(
    ']}',
    ',{"name":"g","type":{"type":"record","name":"Later","fields":[{"name":"x","type":"int"}]}}]}',
  ),
  record(
    '{"name":"a","type":{"type":"record","name":"S","fields":[{"name":"x","type":"int","default":1}]}},{"name":"b","type":{"type":"record","name":"S","fields":[{"name":"x","type":"int","default":1,"doc":"d"}]}}',
  ),
]

const unions: readonly string[] = [
  '[]',
  '["null"]',
  '["null","string"]',
  '[{"type":"string"},"null"]',
  '["null",{"type":"array","items":"int"},{"type":"map","values":"int"},{"type":"fixed","name":"F","size":0},{"type":"enum","name":"E","symbols":["A"]}]',
  '[{"type":"record","name":"a.R","fields":[]},{"type":"record","name":"b.R","fields":[]}]',
  '{"type":"array","items":["null",{"type":"array","items":["null","long"]}]}',
]

const kept: readonly string[] = [
  '{"type":"array","items":"int"}',
  '{"type":"array","items":{"type":"int"},"java-class":"java.util.List","z":1,"a":2}',
  '{"type":"map","values":"bytes","avro.java.string":"String"}',
  '{"type":"string","avro.java.string":"String"}',
  '{"avro.java.string":"String","type":"string"}',
  '{"type":"int","name":"x","doc":"d","namespace":"n","symbols":[],"aliases":["a"]}',
  '{"type":"int","default":1,"order":"ignore"}',
  record('', ',"z":1,"a":{"y":null,"b":[true,false]},"aliases":["A"],"default":5'),
  record('{"name":"f","type":"int","z":1,"confluent:tags":["PII"],"aliases":["g","h","g"],"order":"descending","doc":"d","default":3}'),
  record('{"name":"f","type":"int","order":"ASCENDING"},{"name":"g","type":"int","order":"Ignore"},{"name":"h","type":"int","aliases":[]}'),
  record('{"name":"f","type":"int","logicalType":"date","namespace":"kept","symbols":[1]}'),
  '{"type":"enum","name":"E","symbols":["A","B"],"default":"B","doc":"d","x":"y","aliases":["F","n.G"]}',
  '{"type":"enum","name":"E","symbols":["A"],"default":1}',
  '{"type":"enum","name":"E","symbols":[]}',
  '{"type":"fixed","name":"n.F","size":16,"doc":"d","x":"y","aliases":["G","m.H","n.int","n.record"]}',
  '{"type":"fixed","name":"n.F","size":16,"aliases":[".G"]}',
  '{"type":"fixed","name":"F","size":16,"aliases":["G","G","n.G"]}',
  '{"type":"fixed","name":"F","size":0,"aliases":[]}',
  '{"type":"record","name":"R","name":"S","fields":[],"fields":[{"name":"a","type":"int"}]}',
  '/* before */ {"type":"record", // a comment\n "name":"R", "fields":[ /* none */ ]}',
]

const logical: readonly string[] = [
  '{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}',
  '{"type":"bytes","scale":2,"precision":4,"logicalType":"decimal"}',
  '{"type":"bytes","logicalType":"decimal","precision":4}',
  '{"type":"bytes","logicalType":"decimal","precision":4,"scale":5}',
  '{"type":"bytes","logicalType":"decimal","precision":0}',
  '{"type":"bytes","logicalType":"decimal","precision":4,"scale":-1}',
  '{"type":"bytes","logicalType":"decimal","precision":"4"}',
  '{"type":"bytes","logicalType":"decimal","precision":4.0}',
  '{"type":"bytes","logicalType":"decimal","precision":3000000000}',
  '{"type":"bytes","logicalType":"decimal"}',
  '{"type":"fixed","name":"F","size":4,"logicalType":"decimal","precision":9}',
  '{"type":"fixed","name":"F","size":4,"logicalType":"decimal","precision":10}',
  '{"type":"fixed","name":"F","size":0,"logicalType":"decimal","precision":1}',
  '{"type":"int","logicalType":"decimal","precision":9}',
  '{"type":"fixed","name":"F","size":12,"logicalType":"duration"}',
  '{"type":"fixed","name":"F","size":11,"logicalType":"duration"}',
  '{"type":"string","logicalType":"uuid"}',
  '{"type":"fixed","name":"F","size":16,"logicalType":"uuid"}',
  '{"type":"bytes","logicalType":"uuid"}',
  '{"type":"bytes","logicalType":"big-decimal"}',
  '{"type":"string","logicalType":"made-up","x":1}',
  '{"type":"string","logicalType":7}',
  '{"type":"array","items":"int","logicalType":"date"}',
  ...['date', 'time-millis', 'time-micros', 'timestamp-nanos', 'local-timestamp-millis'].flatMap((name) => [
    `{"type":"int","logicalType":"${name}"}`,
    `{"type":"long","logicalType":"${name}"}`,
  ]),
  '{"type":"long","logicalType":"timestamp-millis"}',
  '{"type":"long","logicalType":"timestamp-micros"}',
  '{"type":"long","logicalType":"local-timestamp-micros"}',
  '{"type":"long","logicalType":"local-timestamp-nanos"}',
]

const defaults: readonly string[] = [
  withDefault('"null"', 'null'),
  withDefault('"boolean"', 'true'),
  withDefault('"int"', '-2147483648'),
  withDefault('"int"', '-0'),
  withDefault('"long"', '9223372036854775807'),
  withDefault('"float"', '1'),
  withDefault('"float"', '1.10'),
  withDefault('"double"', '1e10'),
  withDefault('"double"', '0.0001'),
  withDefault('"double"', '-0.0'),
  withDefault('"double"', '1E400'),
  withDefault('"double"', '123456789012345678901234567890'),
  withDefault('"double"', '"NaN"'),
  withDefault('"double"', '"-Infinity"'),
  withDefault('"float"', '" 1.50f "'),
  withDefault('"double"', '".5"'),
  withDefault('"double"', '"1."'),
  withDefault('"bytes"', '"\\u00ff\\u0000"'),
  withDefault('"string"', '""'),
  withDefault('["null","string"]', 'null'),
  withDefault('["null","string"]', '"second branch"'),
  withDefault('["double","string"]', '"NaN"'),
  withDefault('{"type":"array","items":"int"}', '[]'),
  withDefault('{"type":"array","items":"double"}', '[1,1.0,1e3]'),
  withDefault('{"type":"map","values":"int"}', '{"b":1,"a":2}'),
  withDefault('{"type":"enum","name":"E","symbols":["A"]}', '"B"'),
  withDefault('{"type":"fixed","name":"F","size":2}', '"too long"'),
  withDefault('{"type":"record","name":"S","fields":[{"name":"a","type":"int","default":1},{"name":"b","type":"int"}]}', '{"b":2,"c":[ ]}'),
  withDefault('["null","R"]', 'null'),
  withDefault('{"type":"array","items":"R"}', '[]'),
]

const printed: readonly string[] = [
  property('[1,-1,0,-0,2147483648,-9223372036854775809]'),
  property('[1.0,1.10,-1.50,0.0,-0.0,100.0,0.001,0.00099,1234567.0,9999999.0,10000000.0]'),
  property('[1e0,1E5,1e7,1e-3,1e-4,1.5e300,4.9e-324,1e-400,1e400,-1e400]'),
  property('[3.141592653589793,0.1,0.30000000000000004,123456.789e3,1e21,1e22,12345678901234567890.0]'),
  property('"\\u0000\\u0008\\u000b\\u001f\\u007f\\u0080\\u2028/\\/\\\\\\"\\t\\n\\r\\f"'),
  property('"\\ud83d\\ude00 é \u2028"'),
  property('{"z":{"10":1,"9":2,"a":[]},"__proto__":{},"":null}'),
  property('{"a":1,"b":2,"a":3}'),
]

const lenient: readonly string[] = [
  '{"type":"record","name":"a-b","fields":[{"name":"1 2","type":"int","default":"x"}]}',
  '{"type":"record","name":"","fields":[]}',
  '{"type":"record","name":"R","namespace":"a..b","fields":[]}',
  '{"type":"enum","name":"é","symbols":["A-B",""]}',
  '{"type":"record","name":"n.R","fields":[{"name":"s","type":["null","string"],"default":5}],"aliases":["b-c"]}',
]

const ADDRESS = '{"type":"record","name":"a.Address","fields":[{"name":"zip","type":{"type":"record","name":"Zip","fields":[]}}]}'
const referring: readonly SchemaCase[] = [
  { schema: field('"a.Address"'), references: [ADDRESS] },
  { schema: field('["null","a.Address","a.Zip"]'), references: [ADDRESS] },
  {
    schema: '{"type":"record","name":"a.R","fields":[{"name":"x","type":"Address"},{"name":"y","type":"a.Address"}]}',
    references: [ADDRESS],
  },
  {
    schema: '["a.Address",{"type":"record","name":"b.R","fields":[{"name":"z","type":"a.Zip"},{"name":"a","type":"a.Address"}]}]',
    references: [ADDRESS],
  },
  { schema: '"a.Address"', references: [ADDRESS] },
  { schema: ADDRESS, references: [ADDRESS] },
  { schema: ADDRESS.replace('"name":"a.Address"', '"name":"a.Address","doc":"new"'), references: [ADDRESS] },
  { schema: field('"c.C"'), references: [ADDRESS, '{"type":"record","name":"c.C","fields":[{"name":"a","type":"a.Address"}]}'] },
  { schema: field('["E","F"]'), references: ['["null",{"type":"enum","name":"E","symbols":["A"]},{"type":"fixed","name":"F","size":1}]'] },
  { schema: field('"string"'), references: ['"int"'] },
  { schema: field('{"type":"record","name":"union","fields":[]}'), references: ['["int"]'] },
]

const plain = (schema: string): SchemaCase => ({ schema })

/** What is a schema, with everything that can be said in one. */
export const VALID: readonly SchemaCase[] = [
  ...PRIMITIVES.flatMap((name) => [plain(`"${name}"`), plain(`{"type":"${name}"}`), plain(field(`"${name}"`))]),
  ...[names, references, nested, unions, kept, logical, defaults, printed].flat().map(plain),
  ...lenient.map((schema): SchemaCase => ({ schema, lenient: true })),
  ...referring,
]
