import { fail, ok, type Result } from '@leat/base'
import type { Input, Operation, Problem } from '@leat/rest'
import type { KafkaRest, SchemaWriter } from '../door.ts'
import { findTopic } from '../kafka/topics.ts'
import { answer, onCluster } from '../on-cluster.ts'
import { badRequest } from '../problems.ts'
import type { Field } from '../records/record.ts'
import { TopicProducer } from '../records/topic-producer.ts'
import { produceRecordView } from './api.ts'

type Written = Input<typeof produceRecordView>['body']['value']

export function produceViewOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, produceRecordView, async ({ id, transport, signal }, { params, body, caller }) => {
      const topic = await findTopic(transport, params.topic_name, { signal })
      if (!topic.ok) return topic
      const bySchema = rest.schemaWriters?.(id, caller) ?? null
      const key = body.key === undefined ? ok(null) : await fieldOf(body.key, 'key', bySchema)
      if (!key.ok) return key
      const value = await fieldOf(body.value, 'value', bySchema)
      if (!value.ok) return value
      const headers = (body.headers ?? []).map(({ name, value: text }) => [name, Buffer.from(text)] as const)
      const record = { partition: body.partition ?? null, key: key.value, value: value.value, headers, timestamp: null }
      const [delivered] = await new TopicProducer(rest, transport, topic.value, signal).send([record])
      if (!delivered!.ok) return delivered!
      const { partition, offset, timestampMs } = delivered!.value
      return answer({ partition, offset, timestamp_ms: timestampMs })
    }),
  ]
}

/** What was written, as the bytes that it is meant to be. */
async function fieldOf(written: Written, part: 'key' | 'value', bySchema: SchemaWriter | null): Promise<Result<Field | null, Problem>> {
  const { format, data = '', schema_id: schemaId, subject } = written
  const wrong = (why: string) => badRequest(`The ${part} is not ${format}: ${why}`)
  switch (format) {
    case 'none':
      return ok(null)
    case 'text':
      return ok({ format: 'STRING', bytes: Buffer.from(data) })
    case 'json': {
      const problem = jsonProblem(data)
      return problem === null ? ok({ format: 'JSON', bytes: Buffer.from(data) }) : wrong(problem)
    }
    case 'hex': {
      const digits = data.replace(/\s+/g, '')
      if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) return wrong('it takes pairs of the digits 0 to 9 and a to f')
      return ok({ format: 'BINARY', bytes: Buffer.from(digits, 'hex') })
    }
    case 'base64':
      if (!/^[\w+/-]*={0,2}$/.test(data.trim())) return wrong('it has characters that base64 has not')
      return ok({ format: 'BINARY', bytes: Buffer.from(data, 'base64') })
    case 'avro':
    case 'jsonschema':
    case 'protobuf': {
      if (bySchema === null) return badRequest('There is no Schema Registry for this cluster that you may use.')
      const choice = schemaId !== undefined ? { schemaId } : subject !== undefined ? { subject } : null
      if (choice === null) return badRequest(`The ${part} needs schema_id or subject to be ${format}.`)
      const bytes = await bySchema(data, choice)
      if (!bytes.ok) return wrong(bytes.error)
      return bytes.value.format === format
        ? ok({ format: 'BINARY', bytes: bytes.value.bytes })
        : fail(badRequest(`The schema of the ${part} is ${bytes.value.format}.`).error)
    }
  }
}

function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
