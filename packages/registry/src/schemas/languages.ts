import type { SchemaLanguage, SchemaType } from './contract.ts'

/** As GET /schemas/types lists them. */
export const SCHEMA_TYPES: readonly SchemaType[] = ['JSON', 'PROTOBUF', 'AVRO']

/** Loaded when first needed: most registries see one language. */
export async function languageOf(type: SchemaType): Promise<SchemaLanguage> {
  switch (type) {
    case 'AVRO':
      return (await import('./avro/index.ts')).avro
    case 'JSON':
      return (await import('./json/index.ts')).jsonSchema
    case 'PROTOBUF':
      return (await import('./protobuf/index.ts')).protobuf
  }
}
