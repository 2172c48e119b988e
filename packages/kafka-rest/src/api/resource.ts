import * as v from 'valibot'

/** What every endpoint here has in common: Kafka decides what the caller may do, so any caller may ask. */
export const KAFKA = { api: 'kafka/v3', errors: 'kafka', access: { kind: 'caller' } } as const
export const CLUSTERS = '/kafka/v3/clusters'
export const CLUSTER = `${CLUSTERS}/{cluster_id}` as const

export const Relationship = v.object({ related: v.string() })

const ResourceMetadata = v.object({ self: v.string(), resource_name: v.nullish(v.string()) })

/** An object of the API: its kind, its own address and name, and its fields. */
export function resource<const Kind extends string, Fields extends v.ObjectEntries>(kind: Kind, fields: Fields) {
  return v.object({ kind: v.literal(kind), metadata: ResourceMetadata, ...fields })
}

/** Lists are whole: Kafka REST does not page, and `next` is always null. */
export function listOf<const Kind extends string, Item extends v.GenericSchema>(kind: Kind, item: Item) {
  return v.object({ kind: v.literal(kind), metadata: v.object({ self: v.string(), next: v.nullish(v.string()) }), data: v.array(item) })
}

const INT32_MIN = -2_147_483_648
const INT32_MAX = 2_147_483_647
const INT16_MAX = 32_767

/** Of answers: as large as Kafka's 64 bits are in practice. */
export const Integer = v.pipe(v.number(), v.integer())

export const Int32 = v.pipe(v.number(), v.integer(), v.minValue(INT32_MIN), v.maxValue(INT32_MAX))
export const Int16 = v.pipe(v.number(), v.integer(), v.minValue(-INT16_MAX - 1), v.maxValue(INT16_MAX))

/** Kafka's strings hold up to 32,767 bytes of UTF-8; a character takes at most three for each of its UTF-16 units. */
export const KafkaString = v.pipe(v.string(), v.maxLength(Math.floor(INT16_MAX / 3)))
