import { expect, test } from 'vitest'
import { protobuf } from '../index.ts'

function parsed(schema: string, resolved: Readonly<Record<string, string>> = {}) {
  const references = Object.keys(resolved).map((name) => ({ name, subject: name, version: 1 }))
  const result = protobuf.parse({ schema, references, resolved: new Map(Object.entries(resolved)) }, { isNew: false })
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

const MIXED = `
syntax = "proto3"; // comments go
service S { rpc A (M) returns (stream N) { option deprecated = true; }; }
enum E { Z = 0; reserved 5 to 7; option allow_alias = true; Y = 0 [deprecated = true]; }
option java_package = "x";
import public "b.proto";
message M {
  message In { int32 a = 1; oneof o { int32 b = 2; } }
  enum Kind { NONE = 0; }
  In in = 3;
  oneof one { string a = 4; }
  string s = 1 [(tag) = "it's", json_name = "S"];
  map<string, In> m = 2;
  option deprecated = false;
  reserved 9, "old";
}
import "a.proto";
package p.q;
message N {}
`

test('files are printed in the registry’s order, with its empty lines and blanks', () => {
  expect(parsed(MIXED).canonical).toBe(`syntax = "proto3";
package p.q;

import "a.proto";
import public "b.proto";

option java_package = "x";

message M {
  reserved 9, "old";

  option deprecated = false;

  In in = 3;
  string s = 1 [
    (tag) = "it\\'s",
    json_name = "S"
  ];
  map<string, In> m = 2;

  oneof one {
    string a = 4;
  }

  message In {
    int32 a = 1;
${'  '}
    oneof o {
      int32 b = 2;
    }
  }
  enum Kind {
    NONE = 0;
  }
}
message N {}
enum E {
  reserved 5 to 7;
  option allow_alias = true;
  Z = 0;
  Y = 0 [deprecated = true];
}

service S {
  rpc A (M) returns (stream N) {
    option deprecated = true;
  };
}
`)
})

test('groups, extensions and extends stand behind fields', () => {
  const text = `syntax = "proto2";
message A {
  extend A { optional int32 x = 100; }
  extensions 100 to max, 50;
  repeated group G = 2 { optional int32 i = 1; }
  optional bytes b = 1 [default = "raw"];
}
extend A { optional string y = 101 [default = "q"]; }
`
  expect(parsed(text).canonical).toBe(`syntax = "proto2";

message A {
  optional bytes b = 1 [default = raw];

  repeated group G = 2 {
    optional int32 i = 1;
  }

  extensions 100 to max, 50;

  extend A {
    optional int32 x = 100;
  }
}

extend A {
  optional string y = 101 [default = "q"];
}
`)
})

test.for([
  ['', ''],
  ['message A { optional int32 a = 1; }', '\nmessage A {\n  optional int32 a = 1;\n}\n'],
  ['import weak "x.proto"; message A {}', '\nmessage A {}\n'],
  [
    'syntax = "proto3"; option (a) = { b: [1] c: [] d {} };',
    'syntax = "proto3";\n\noption (a) = {\n  b: [\n    1\n  ],\n  c: [\n  ],\n  d: {\n  }\n};\n',
  ],
  ['syntax = "proto3"; option (a) = [1, 2];', 'syntax = "proto3";\n\noption (a) = [\n  1,\n  2\n];\n'],
  ['syntax = "proto3"; option (a).b.c = "x";', 'syntax = "proto3";\n\noption (a).b.c = "x";\n'],
])('%j is printed as %j', ([text, canonical]) => {
  expect(parsed(text!).canonical).toBe(canonical)
})

test('extensions can be left out, what Confluent’s options say stays', () => {
  const text = `syntax = "proto3";
import "o.proto";
option (mine) = 1;
extend google.protobuf.FieldOptions { string mine = 50000; }
message A { int32 a = 1 [(mine) = "x", deprecated = true, (confluent.field_meta) = { tags: "PII" }]; }
`
  expect(parsed(text).format('ignore_extensions')).toEqual({
    ok: true,
    value: `syntax = "proto3";

import "o.proto";

message A {
  int32 a = 1 [
    deprecated = true,
    (confluent.field_meta) = {
      tags: "PII"
    }
  ];
}
`,
  })
  expect(parsed(text).format('unheard-of')).toEqual({ ok: true, value: parsed(text).canonical })
})
