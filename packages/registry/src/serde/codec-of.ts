import type { Result } from '@leat/base'
import type { ValueCodec } from '../schemas/codec.ts'
import type { InvalidSchema, SchemaSource, SchemaType } from '../schemas/index.ts'

/** Loaded when first needed: most topics have one language. */
export async function codecOf(type: SchemaType, source: SchemaSource): Promise<Result<ValueCodec, InvalidSchema>> {
  switch (type) {
    case 'AVRO':
      return (await import('../schemas/avro/codec.ts')).avroCodec(source)
    case 'JSON':
      return (await import('../schemas/json/codec.ts')).jsonCodec(source)
    case 'PROTOBUF':
      return (await import('../schemas/protobuf/codec.ts')).protobufCodec(source)
  }
}
