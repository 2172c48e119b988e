import { expect, test } from 'vitest'
import { protobuf } from '../index.ts'

function normal(schema: string, resolved: Readonly<Record<string, string>> = {}) {
  const references = Object.keys(resolved).map((name) => ({ name, subject: name, version: 1 }))
  const result = protobuf.parse({ schema, references, resolved: new Map(Object.entries(resolved)) }, { isNew: true })
  if (!result.ok) throw new Error(result.error.message)
  return result.value.normalized()
}

test('fields, oneofs and constants go by tag, imports and options by name, types in full; messages stay where they are', () => {
  const text = `syntax = "proto3";
package p;
import "z.proto"; import "a.proto"; import "z.proto";
option java_package = "j"; option go_package = "g";
message B { reserved 9 to 9, "x", 3; A a = 2; map<string, A> m = 1; oneof late { int32 l = 8; } oneof soon { int32 t = 7; int32 s = 6; } oneof none {} E e = 5 [json_name = "ee", deprecated = true]; }
message A { p.E e = 1; z.Z z = 2; }
enum E { Z = 0; C = 2; B = 1; }
service S { rpc R (A) returns (.p.B); }
`
  const others = { 'z.proto': 'syntax = "proto3"; package z; message Z {}', 'a.proto': 'syntax = "proto3";' }
  expect(normal(text, others).schema).toBe(`syntax = "proto3";
package p;

import "a.proto";
import "z.proto";

option go_package = "g";
option java_package = "j";

message B {
  reserved 3;
  reserved 9;
  reserved "x";

  map<string, .p.A> m = 1;
  .p.A a = 2;
  .p.E e = 5 [
    deprecated = true,
    json_name = "ee"
  ];

  oneof soon {
    int32 s = 6;
    int32 t = 7;
  }
  oneof late {
    int32 l = 8;
  }
}
message A {
  .p.E e = 1;
  .z.Z z = 2;
}
enum E {
  Z = 0;
  B = 1;
  C = 2;
}

service S {
  rpc R (.p.A) returns (.p.B);
}
`)
})

test('proto2 is not named, extends of one message are one', () => {
  const text =
    'syntax = "proto2"; message A { extensions 7, 5 to 5; } extend A { optional int32 b = 7; } extend .A { optional int32 a = 5; }'
  expect(normal(text).schema).toBe(`
message A {
  extensions 5;
  extensions 7;
}

extend .A {
  optional int32 a = 5;
  optional int32 b = 7;
}
`)
})

test('the same option said in another way is the same', () => {
  const head = 'syntax = "proto3";\nimport "confluent/meta.proto";\n'
  const one = normal(`${head}message A { string a = 1 [(confluent.field_meta) = { tags: ["X", "Y"], doc: "d" }]; }`)
  const other = normal(
    `${head}message A { string a = 1 [(confluent.field_meta).doc = "d", (confluent.field_meta).tags = "X", (.confluent.field_meta).tags = "Y"]; }`,
  )
  expect(other).toEqual(one)
  expect(one.schema).toContain('[(confluent.field_meta) = {\n    doc: "d",\n    tags: [\n      "X",\n      "Y"\n    ]\n  }];')
})

test.for([
  ['1', '1'],
  ['0x1F', '31'],
  ['017', '15'],
  ['-5', '-5'],
  ['1.50', '1.5'],
  ['1e3', '1000'],
  ['0.0625', '0.062'],
  ['18446744073709551615', '18446744073709551615'],
])('number %s of an option is written %s', ([written, normalised]) => {
  expect(normal(`syntax = "proto3"; option (x) = ${written};`).schema).toBe(`syntax = "proto3";\n\noption (x) = ${normalised};\n`)
})

test('a map that came as a descriptor is a map again', () => {
  const text = 'syntax = "proto3"; package p; message A { map<string, B> by_name = 1; message B {} }'
  const source = { schema: text, references: [], resolved: new Map() }
  const parsed = protobuf.parse(source, { isNew: true })
  const serialized = parsed.ok ? parsed.value.format('serialized') : parsed
  if (!serialized.ok) throw new Error(serialized.error.message)
  expect(normal(serialized.value).schema).toContain('  map<string, .p.A.B> by_name = 1;\n\n  message B {}\n}\n')
})

test('references are sorted and named once', () => {
  const references = [
    { name: 'b', subject: 'b', version: 2 },
    { name: 'b', subject: 'b', version: 1 },
    { name: 'a', subject: 'a', version: 3 },
    { name: 'b', subject: 'b', version: 2 },
  ]
  const parsed = protobuf.parse({ schema: 'syntax = "proto3";', references, resolved: new Map() }, { isNew: true })
  expect(parsed.ok && parsed.value.normalized().references).toEqual([references[2], references[1], references[0]])
})
