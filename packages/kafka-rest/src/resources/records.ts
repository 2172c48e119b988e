import { fail, ok } from '@leat/base'
import type { Operation } from '@leat/rest'
import { produceRecord } from '../api/records.ts'
import type { KafkaRest } from '../door.ts'
import { findTopic } from '../kafka/topics.ts'
import { onCluster } from '../on-cluster.ts'
import { deliveryReports } from '../records/delivery-reports.ts'
import { TopicProducer } from '../records/topic-producer.ts'

export function recordOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, produceRecord, async ({ id, transport, signal }, { params, request }) => {
      const topic = await findTopic(transport, params.topic_name, { signal })
      if (!topic.ok) return topic
      const body = await fromFirstByte(request.body)
      if (body === null) return fail({ status: 422, errorCode: 422, detail: 'Payload error. Request body is empty. Data is required.' })
      const producer = new TopicProducer(rest, transport, topic.value, signal)
      // From here on the status is 200, and every record has a number of its own.
      return ok({ stream: deliveryReports(body, { cluster: id, topic: topic.value.name, producer, limits: rest.limits }) })
    }),
  ]
}

/** The body from its first byte that is no white space; null when it has none. */
async function fromFirstByte(body: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer> | null> {
  const chunks = body[Symbol.asyncIterator]()
  for (;;) {
    const next = await chunks.next()
    if (next.done === true) return null
    if (next.value.some((byte) => byte > 0x20)) return rejoined(next.value, chunks)
  }
}

async function* rejoined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield first
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
