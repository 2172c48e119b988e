import { ok } from '@leat/base'
import { OffsetOutOfRange, readPartition } from '@leat/client'
import type { Operation } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import type { KafkaRest } from '../../door.ts'
import { findTopic } from '../../kafka/topics.ts'
import { idOf, onCluster } from '../../on-cluster.ts'
import { notFound, refused } from '../../problems.ts'
import { getRecordBytes } from '../api.ts'

const OFFSET = /^\d{1,15}$/

export function recordBytesOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, getRecordBytes, async ({ transport, signal }, { params }) => {
      const { topic_name: name, offset: text, part } = params
      const partition = idOf(params.partition_id)
      if ((part !== 'key' && part !== 'value') || partition === null || !OFFSET.test(text)) return notFound()
      const topic = await findTopic(transport, name, { signal })
      if (!topic.ok) return topic
      if (topic.value.partitions.every(({ id }) => id !== partition)) return refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
      const from = Number(text)
      const options = { topic: name, partition, from, upTo: from + 1, clock: rest.clock, random: rest.random, signal }
      try {
        for await (const { records } of readPartition(transport, options)) {
          const bytes = records.find(({ offset }) => offset === from)?.[part]
          if (bytes === undefined || bytes === null) continue
          const headers = {
            'content-type': 'application/octet-stream',
            'content-disposition': `attachment; filename="${partition}-${from}.${part}"`,
          }
          return ok({ stream: oneOf(bytes), headers })
        }
      } catch (error) {
        if (!(error instanceof OffsetOutOfRange)) throw error
      }
      return notFound(`There is no record ${from} with a ${part} in partition ${partition} of topic ${name}.`)
    }),
  ]
}

async function* oneOf(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield bytes
}
