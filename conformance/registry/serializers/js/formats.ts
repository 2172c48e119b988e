/** The three formats behind one face: schemas of `contracts.json`, serializers, deserializers, and messages as plain objects. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client, Conf, Deserializer, Libraries, Reference, SchemaInfo, Serializer } from './library.ts'

export type FormatName = 'avro' | 'json' | 'protobuf'
export type Contract = 'order' | 'respelt' | 'grown' | 'renamed' | 'broken' | 'money' | 'priced'
export type Plain = Readonly<Record<string, unknown>>
type Fields = readonly (readonly [name: string, number: number, type: string])[]

interface Contracts {
  readonly value: Plain
  readonly priced: Plain
  readonly renamed: Plain
  readonly upgrade: string
  readonly downgrade: string
  readonly avro: Readonly<Record<Contract | 'reference', string>>
  readonly json: Readonly<Record<Contract | 'reference', string>>
  readonly protobuf: Readonly<Record<Contract, Fields>> & { readonly reference: string }
}

export const CONTRACTS = JSON.parse(readFileSync(join(import.meta.dirname, '../contracts.json'), 'utf8')) as Contracts

export interface Format {
  readonly name: FormatName
  readonly kind: 'AVRO' | 'JSON' | 'PROTOBUF'
  readonly referenceName: string
  /** Of the record in which serializers put a message without a schema of its own; null where it has none. */
  readonly recordName: string | null
  schema(which: Contract, more?: Partial<SchemaInfo>): SchemaInfo
  serializer(client: Client, side: 'KEY' | 'VALUE', which: Contract, conf: Conf): Serializer
  deserializer(client: Client, side: 'KEY' | 'VALUE', conf: Conf): Deserializer
  message(which: Contract, value: Plain): unknown
  plain(message: unknown): unknown
}

/** Registers what `priced` refers to. */
export async function money(format: Format, client: Client, namespace: string): Promise<Reference> {
  const subject = format.kind === 'PROTOBUF' ? format.referenceName : `${namespace}-${format.name}-money`
  await client.register(subject, format.schema('money'))
  return { name: format.referenceName, subject, version: 1 }
}

function textFormat(
  name: 'avro' | 'json',
  namespace: string,
  make: Pick<Format, 'kind' | 'recordName'> & {
    readonly serializer: new (client: Client, side: 'KEY' | 'VALUE', conf: Conf) => Serializer
    readonly deserializer: new (client: Client, side: 'KEY' | 'VALUE', conf: Conf) => Deserializer
  },
): Format {
  const { kind, recordName } = make
  return {
    name,
    kind,
    recordName,
    referenceName: CONTRACTS[name].reference.replaceAll('NS', namespace),
    schema: (which, more = {}) => ({ schema: CONTRACTS[name][which].replaceAll('NS', namespace), schemaType: kind, ...more }),
    serializer: (client, side, _which, conf) => new make.serializer(client, side, conf),
    deserializer: (client, side, conf) => new make.deserializer(client, side, conf),
    message: (_which, value) => value,
    plain: (message) => message,
  }
}

function protobufFormat(namespace: string, { registry, protobuf, wellKnown }: Libraries): Format {
  const referenceName = CONTRACTS.protobuf.reference.replaceAll('NS', namespace)
  const messageName = (which: Contract): string => (which === 'money' ? 'Money' : 'Order')
  const scalars: Readonly<Record<string, number>> = { int64: 3, string: 9 }
  const file = (which: Contract): object => ({
    name: `${namespace}/${which}.proto`,
    package: namespace,
    syntax: 'proto3',
    dependency: which === 'priced' ? [referenceName] : [],
    messageType: [
      {
        name: messageName(which),
        field: CONTRACTS.protobuf[which].map(([name, number, type]) => {
          const scalar = scalars[type]
          const kind = scalar === undefined ? { type: 11, typeName: `.${namespace}.${type}` } : { type: scalar }
          // Code generated for JavaScript knows the name in JSON of every field, and so the registry gets it.
          return { name, number, label: 1, jsonName: name, ...kind }
        }),
      },
    ],
  })
  const descriptors = new Map<Contract, object>()
  /** As generated code has it. */
  const descriptor = (which: Contract): object => {
    const known = descriptors.get(which)
    if (known !== undefined) return known
    const files = which === 'priced' ? [file('money'), file(which)] : [file(which)]
    const set = protobuf.create(wellKnown.FileDescriptorSetSchema, { file: files })
    const made = protobuf.createFileRegistry(set).getMessage(`${namespace}.${messageName(which)}`)
    if (made === undefined) throw new Error(`no message in the descriptor of ${which}`)
    descriptors.set(which, made)
    return made
  }
  return {
    name: 'protobuf',
    kind: 'PROTOBUF',
    recordName: `${namespace}.Order`,
    referenceName,
    schema(which, more = {}) {
      const fields = CONTRACTS.protobuf[which].map(([name, number, type]) => `  ${type} ${name} = ${number};`)
      const imports = which === 'priced' ? [`import "${referenceName}";`] : []
      const lines = ['syntax = "proto3";', `package ${namespace};`, ...imports, `message ${messageName(which)} {`, ...fields, '}', '']
      return { schema: lines.join('\n'), schemaType: 'PROTOBUF', ...more }
    },
    serializer: (client, side, which, conf) =>
      new registry.ProtobufSerializer(client, side, { ...conf, registry: protobuf.createMutableRegistry(descriptor(which)) }),
    deserializer: (client, side, conf) => new registry.ProtobufDeserializer(client, side, conf),
    message: (which, value) => protobuf.fromJson(descriptor(which), value),
    plain,
  }
}

/** A message as it was read, of whatever package: its fields, int64 as a number. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([name]) => !name.startsWith('$'))
  return Object.fromEntries(fields.map(([name, item]) => [name, plain(item)]))
}

/** Each in a namespace of its own: the subject of a record is no other format's. */
export function formats(name: string, libraries: Libraries): readonly Format[] {
  const { registry } = libraries
  return [
    textFormat('avro', `${name}_avro`, {
      kind: 'AVRO',
      recordName: 'Record1',
      serializer: registry.AvroSerializer,
      deserializer: registry.AvroDeserializer,
    }),
    textFormat('json', `${name}_json`, {
      kind: 'JSON',
      recordName: null,
      serializer: registry.JsonSerializer,
      deserializer: registry.JsonDeserializer,
    }),
    protobufFormat(`${name}_protobuf`, libraries),
  ]
}
