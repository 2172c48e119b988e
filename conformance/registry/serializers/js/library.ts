/** What is used of @confluentinc/schemaregistry and @bufbuild/protobuf, which lie where the run has installed them. Their own types need them installed. */
import { createRequire } from 'node:module'
import { join } from 'node:path'

export interface SchemaInfo {
  readonly schema: string
  readonly schemaType?: string
  readonly references?: readonly Reference[]
  readonly metadata?: { readonly properties: Readonly<Record<string, string>> }
  readonly ruleSet?: { readonly migrationRules: readonly object[] }
}

export interface Reference {
  readonly name: string
  readonly subject: string
  readonly version: number
}

export interface Registered extends SchemaInfo {
  readonly id: number
  readonly guid: string
  readonly version: number
}

export interface Client {
  register(subject: string, schema: SchemaInfo, normalize?: boolean): Promise<number>
  getLatestSchemaMetadata(subject: string): Promise<Registered>
  getByGuid(guid: string): Promise<SchemaInfo>
  getAllSubjects(): Promise<readonly string[]>
  updateConfig(subject: string, config: object): Promise<object>
}

export type Headers = Record<string, Buffer | string>

export interface Serializer {
  serialize(topic: string, message: unknown, headers?: Headers): Promise<Buffer>
}

export interface Deserializer {
  deserialize(topic: string, payload: Buffer, headers?: Headers): Promise<unknown>
}

type SerdeType = 'KEY' | 'VALUE'
export type Conf = Readonly<Record<string, unknown>>

interface SchemaRegistry {
  readonly SchemaRegistryClient: new (config: object) => Client
  readonly AvroSerializer: new (client: Client, type: SerdeType, conf: Conf) => Serializer
  readonly AvroDeserializer: new (client: Client, type: SerdeType, conf: Conf) => Deserializer
  readonly JsonSerializer: new (client: Client, type: SerdeType, conf: Conf) => Serializer
  readonly JsonDeserializer: new (client: Client, type: SerdeType, conf: Conf) => Deserializer
  readonly ProtobufSerializer: new (client: Client, type: SerdeType, conf: Conf) => Serializer
  readonly ProtobufDeserializer: new (client: Client, type: SerdeType, conf: Conf) => Deserializer
  readonly HeaderSchemaIdSerializer: unknown
  readonly JsonataExecutor: { register(): unknown }
}

export interface FileRegistry {
  getMessage(name: string): object | undefined
}

interface Protobuf {
  create(schema: object, value: object): object
  createFileRegistry(files: object): FileRegistry
  createMutableRegistry(...messages: object[]): object
  fromJson(schema: object, json: unknown): object
}

interface WellKnown {
  readonly FileDescriptorSetSchema: object
}

export interface Libraries {
  readonly registry: SchemaRegistry
  readonly protobuf: Protobuf
  readonly wellKnown: WellKnown
}

export function loadLibraries(dir: string): Libraries {
  const load = createRequire(join(dir, 'package.json'))
  return {
    registry: load('@confluentinc/schemaregistry') as SchemaRegistry,
    protobuf: load('@bufbuild/protobuf') as Protobuf,
    wellKnown: load('@bufbuild/protobuf/wkt') as WellKnown,
  }
}
