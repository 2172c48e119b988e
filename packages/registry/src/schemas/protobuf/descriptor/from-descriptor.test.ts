import { toBinary } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import { expect, test } from 'vitest'
import { fileDescriptorSet, protobuf } from '../index.ts'

const TEXT = `syntax = "proto2";
package p;
import "google/protobuf/timestamp.proto";
import public "google/protobuf/duration.proto";
option java_package = "x";
option optimize_for = CODE_SIZE;
message A {
  reserved 7, 9 to 10, "old";
  extensions 100 to max;
  option deprecated = true;
  required string id = 1 [default = "a'b"];
  repeated B list = 2 [packed = true];
  map<string, B> by_name = 3;
  oneof one { google.protobuf.Timestamp at = 4; E e = 5; }
  enum B { X = 0; Y = 1 [deprecated = true]; }
}
enum E { option allow_alias = true; reserved 5; Z = 0; Q = 0; }
extend A { optional int32 more = 100; }
service S { rpc R (A) returns (stream A) { option idempotency_level = IDEMPOTENT; } }
`

test('a descriptor is printed as the registry prints one: names in full, JSON names, map entries as messages', () => {
  // As protoc writes it: with a name in JSON for each field.
  const set = fileDescriptorSet({ schema: TEXT, references: [], resolved: new Map() })
  if (!set.ok) throw new Error(set.error.message)
  const whole = Buffer.from(toBinary(FileDescriptorProtoSchema, set.value.file.at(-1)!)).toString('base64')
  const parsed = protobuf.parse({ schema: whole, references: [], resolved: new Map() }, { isNew: true })
  expect(parsed.ok ? parsed.value.canonical : parsed.error.message).toBe(`package p;

import "google/protobuf/timestamp.proto";
import public "google/protobuf/duration.proto";

option java_package = "x";
option optimize_for = CODE_SIZE;

message A {
  reserved 7;
  reserved 9 to 10;
  reserved "old";

  option deprecated = true;

  required string id = 1 [
    default = "a\\'b",
    json_name = "id"
  ];
  repeated .p.A.B list = 2 [
    packed = true,
    json_name = "list"
  ];
  repeated .p.A.ByNameEntry by_name = 3 [json_name = "byName"];

  oneof one {
    .google.protobuf.Timestamp at = 4 [json_name = "at"];
    .p.E e = 5 [json_name = "e"];
  }

  extensions 100 to max;

  message ByNameEntry {
    option map_entry = true;
${'  '}
    optional string key = 1 [json_name = "key"];
    optional .p.A.B value = 2 [json_name = "value"];
  }
  enum B {
    X = 0;
    Y = 1 [deprecated = true];
  }
}
enum E {
  reserved 5;
  option allow_alias = true;
  Z = 0;
  Q = 0;
}

extend .p.A {
  optional int32 more = 100 [json_name = "more"];
}

service S {
  rpc R (.p.A) returns (stream .p.A) {
    option idempotency_level = IDEMPOTENT;
  };
}
`)
})

test.for(['AAAA', 'CgAK', '!!!!', 'aGVsbG8gd29ybGQ=', 'eA=='])('%s is neither a text nor a descriptor', (schema) => {
  const parsed = protobuf.parse({ schema, references: [], resolved: new Map() }, { isNew: true })
  expect(parsed.ok ? '' : parsed.error.message).toContain('Could not parse Protobuf - Syntax error in :1:1')
})

test('what is given out serialized has the names in JSON that the text says, and no others', () => {
  const schema =
    'syntax = "proto3"; message A { string by_name = 1; string other_name = 2 [json_name = "x"]; string told_name = 3 [json_name = "toldName"]; message B { int32 deep_down = 1; } }'
  const parsed = protobuf.parse({ schema, references: [], resolved: new Map() }, { isNew: true })
  const serialized = parsed.ok ? parsed.value.format('serialized') : parsed
  if (!serialized.ok) throw new Error(serialized.error.message)
  const again = protobuf.parse({ schema: serialized.value, references: [], resolved: new Map() }, { isNew: true })
  expect(again.ok ? again.value.canonical : again.error.message).toBe(parsed.ok ? parsed.value.canonical : '')
})
