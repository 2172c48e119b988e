import { create, fromBinary, toJson, type DescMessage, type Message } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt'
import { expect, test } from 'vitest'
import { STANDARD, recorded, setCases, type ProtocRecord, type SetCase } from '../../../../../../conformance/registry/protobuf/cases.ts'
import { IMPORT_TEXTS } from '../imports/texts.ts'
import { protobuf } from '../index.ts'
import { linkFiles } from '../link/file-set.ts'
import { describeFile } from './to-descriptor.ts'

const PROTOC = new Map(recorded<ProtocRecord>('protoc').map(({ name, descriptor }) => [name, descriptor]))

test.for(setCases().map((set): [string, SetCase] => [set.name, set]))('%s is described as protoc describes it', ([name, set]) => {
  const main = set.files.at(-1)!
  const resolved = new Map(set.files.slice(0, -1).map((file) => [file.name, file.text]))
  const schema = main.text.trim() === STANDARD ? IMPORT_TEXTS.get(main.name)! : main.text
  const linked = linkFiles({ schema, references: [], resolved })
  if (!linked.ok) throw new Error(linked.error.message)

  const ours = describeFile(linked.value, main.name, linked.value.root)
  const theirs = fromBinary(FileDescriptorProtoSchema, Buffer.from(PROTOC.get(name)!, 'base64'))
  expect(comparable(ours)).toEqual(comparable(theirs))
})

const LESS_THAN_ITS_TEXT: Readonly<Record<string, string>> = { groups: 'a group comes as a message and a field' }

test.for(setCases().map((set): [string, SetCase] => [set.name, set]))(
  '%s is the same schema when it comes from protoc in base64',
  ([name, set]) => {
    const main = set.files.at(-1)!
    const resolved = new Map(set.files.slice(0, -1).map((file) => [file.name, file.text]))
    const parse = (schema: string) => {
      const parsed = protobuf.parse({ schema, references: [], resolved }, { isNew: true })
      if (!parsed.ok) throw new Error(parsed.error.message)
      return parsed.value
    }
    const text = parse(main.text.trim() === STANDARD ? IMPORT_TEXTS.get(main.name)! : main.text)
    const sent = parse(PROTOC.get(name)!)
    expect(sent.name).toBe(text.name)
    // Defaults of bytes are printed without quotes, as the registry everyone runs prints them, and so cannot be read again.
    if (name !== 'defaults') expect(parse(sent.canonical).canonical).toBe(sent.canonical)
    if (name in LESS_THAN_ITS_TEXT) return
    expect(protobuf.incompatibilities(sent, text, 'STRICT', { reader: 'new', writer: 'old' })).toEqual([])
    expect(protobuf.incompatibilities(text, sent, 'STRICT', { reader: 'new', writer: 'old' })).toEqual([])
  },
)

/** As JSON, imports sorted (ours stand by their kind), unknown fields joined: a message may come in parts. */
function comparable(file: FileDescriptorProto): unknown {
  const publicOnes = file.publicDependency.map((index) => file.dependency[index])
  const weakOnes = file.weakDependency.map((index) => file.dependency[index])
  const plain = { ...file, publicDependency: [], weakDependency: [], dependency: file.dependency.toSorted() }
  const json = toJson(FileDescriptorProtoSchema, create(FileDescriptorProtoSchema, plain))
  return { json, publicOnes, weakOnes, extensions: unknownFields(FileDescriptorProtoSchema, file) }
}

function unknownFields(schema: DescMessage, message: Message): unknown {
  const bytes = new Map<number, string>()
  for (const { no, data, wireType } of message.$unknown ?? []) {
    // A length stands before the bytes of a message or text.
    const body = wireType === 2 ? data.subarray(1) : data
    bytes.set(no, (bytes.get(no) ?? '') + Buffer.from(body).toString('hex'))
  }
  const inside = schema.fields.flatMap((field) => {
    const value: unknown = (message as unknown as Record<string, unknown>)[field.localName]
    const items = Array.isArray(value) ? (value as unknown[]) : [value]
    if (field.message === undefined) return []
    return items.flatMap((item, index) =>
      item === undefined ? [] : [[`${field.name}.${index}`, unknownFields(field.message!, item as Message)]],
    )
  })
  return { own: [...bytes].toSorted(([a], [b]) => a - b), inside }
}
