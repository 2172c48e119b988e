/** Keys and values through Kafka: the id in front of the payload, the GUID in a header, and a schema with a reference. */
import { expect, same, scenario } from '../../../clients/js/report.ts'
import { CONTRACTS, type Contract, type Format, money, type Plain } from './formats.ts'
import type { Conf, Headers } from './library.ts'
import { firstOf, send, type SentRecord, type Setting } from './setting.ts'

const SIDES = [
  ['key', 'KEY'],
  ['value', 'VALUE'],
] as const

type Look = (topic: string, record: SentRecord) => Promise<string>

/** @returns the topics that others can read */
export async function overKafka(setting: Setting, format: Format, namespace: string): Promise<readonly string[]> {
  const { HeaderSchemaIdSerializer } = setting.libraries.registry
  const wrote: string[] = []
  const roundTrip = async (mode: string, which: Contract, value: Plain, conf: Conf, look: Look): Promise<string> => {
    const topic = `${setting.prefix}-js-${format.name}-${mode}`
    const record = await written(setting, format, namespace, topic, which, value, conf)
    await send(setting, topic, record)
    wrote.push(topic)
    const told = await look(topic, record)
    await readTopic(setting, format, topic, which, value)
    return told
  }
  const latest = (subject: string) => setting.client().getLatestSchemaMetadata(subject)

  await scenario(`${format.name}.prefix`, () =>
    roundTrip('prefix', 'order', CONTRACTS.value, {}, async (topic, record) => {
      for (const [side] of SIDES) {
        same((await latest(`${topic}-${side}`)).id, idIn(record[side]), `id in the ${side}`)
        same(0, record[side][0], 'magic byte')
      }
      return `id ${idIn(record.value)}`
    }),
  )
  await scenario(`${format.name}.header`, () =>
    roundTrip('header', 'order', CONTRACTS.value, { schemaIdSerializer: HeaderSchemaIdSerializer }, async (topic, record) => {
      for (const [side] of SIDES) {
        const header = record.headers[`__${side}_schema_id`] as Buffer
        const guid = header.subarray(1, 17).toString('hex')
        same([1, (await latest(`${topic}-${side}`)).guid.replaceAll('-', '')], [header[0], guid], `GUID of the ${side}`)
      }
      const { guid } = await latest(`${topic}-value`)
      same(format.kind, (await setting.client().getByGuid(guid)).schemaType, 'type of the schema with this GUID')
      return guid
    }),
  )
  await scenario(`${format.name}.references`, () =>
    roundTrip('priced', 'priced', CONTRACTS.priced, {}, async (topic) => {
      const { references = [] } = await latest(`${topic}-value`)
      same(
        [format.referenceName],
        references.map(({ name }) => name),
        'names of the references',
      )
      return `${references[0]!.name} in ${references[0]!.subject}, version ${references[0]!.version}`
    }),
  )
  return wrote
}

/** Avro and JSON serializers derive a schema of their own when they register: with another one it is registered first, and used. */
async function written(
  setting: Setting,
  format: Format,
  namespace: string,
  topic: string,
  which: Contract,
  value: Plain,
  conf: Conf,
): Promise<SentRecord> {
  const client = setting.client()
  const headers: Headers = {}
  const parts: Buffer[] = []
  const registers = format.kind === 'PROTOBUF'
  const references = which === 'priced' ? [await money(format, client, namespace)] : []
  for (const [side, type] of SIDES) {
    if (!registers) await client.register(`${topic}-${side}`, format.schema(which, { references }))
    const how = registers ? { autoRegisterSchemas: true } : { useLatestVersion: true }
    parts.push(await format.serializer(client, type, which, { ...how, ...conf }).serialize(topic, format.message(which, value), headers))
  }
  return { key: parts[0]!, value: parts[1]!, headers }
}

export async function readTopic(setting: Setting, format: Format, topic: string, which: Contract, wanted: Plain): Promise<string> {
  const record = await firstOf(setting, topic)
  const headers = record.headers as Headers
  for (const [side, type] of SIDES) {
    const data = record[side]
    expect(data !== null, `no ${side} in ${topic}`)
    const read = await format.deserializer(setting.client(), type, {}).deserialize(topic, data!, headers)
    same(wanted, format.plain(read), `${side} of ${topic}`)
  }
  return topic
}

export function idIn(data: Buffer): number {
  return data.readUInt32BE(1)
}
