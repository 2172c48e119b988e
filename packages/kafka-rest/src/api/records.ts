import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { CLUSTER, Integer, KAFKA } from './resource.ts'

/** Forms of keys and values. Those with a schema need a registry, which is not here yet. */
export const RECORD_FORMATS = ['BINARY', 'JSON', 'STRING'] as const
export type RecordFormat = (typeof RECORD_FORMATS)[number]

const ProduceResponseData = v.object({ size: Integer, type: v.picklist(RECORD_FORMATS) })

/** A delivery report. 200, or the number of the error that hit this record alone. */
export const ProduceResponse = v.object({
  error_code: Integer,
  message: v.optional(v.string()),
  cluster_id: v.optional(v.string()),
  topic_name: v.optional(v.string()),
  partition_id: v.optional(Integer),
  offset: v.optional(Integer),
  timestamp: v.nullish(v.string()),
  key: v.nullish(ProduceResponseData),
  value: v.nullish(ProduceResponseData),
})
export type ProduceResponse = v.InferOutput<typeof ProduceResponse>

const ProduceRequestData = v.object({ type: v.optional(v.string()), data: v.optional(v.unknown()) })

/** Kafka has no bound; this one keeps a record of nothing but headers from holding up everybody else. */
export const RECORD_HEADERS_MAX = 1_000
const ProduceRequestHeader = v.object({ name: v.string(), value: v.nullish(v.string()) })

/** One record of the stream: the logic applies this to each, so that a bad one costs itself only. */
export const ProduceRequest = v.object({
  partition_id: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2_147_483_647))),
  headers: v.nullish(v.pipe(v.array(v.unknown()), v.maxLength(RECORD_HEADERS_MAX), v.array(ProduceRequestHeader))),
  key: v.nullish(ProduceRequestData),
  value: v.nullish(ProduceRequestData),
  timestamp: v.nullish(v.string()),
})
export type ProduceRequest = v.InferOutput<typeof ProduceRequest>

export const produceRecord = endpoint({
  ...KAFKA,
  id: 'produceRecord',
  method: 'POST',
  path: `${CLUSTER}/topics/{topic_name}/records`,
  summary: 'Produce Records',
  body: ProduceRequest,
  returns: { status: 200, schema: ProduceResponse },
  streams: true,
})
