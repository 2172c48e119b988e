/** Records in and out through kafkajs: every codec, idempotence, offsets by time, deletion, the size limit. */
import { randomBytes } from 'node:crypto'
import type { KafkaJsClient } from './kafkajs-client.ts'
import { CODECS, describe, expect, refusal, same, scenario } from './report.ts'

const IDEMPOTENT_SENDS = 100

export async function records(client: KafkaJsClient): Promise<void> {
  const { admin, setting } = client
  const { rows } = setting
  for (const codec of CODECS) {
    await scenario(`roundtrip.${codec}`, async () => {
      const topic = await client.topic(`roundtrip-${codec}`)
      await client.write(topic, rows, codec)
      return await client.readAndCompare(topic)
    })
  }
  await scenario('producer.idempotent', async () => {
    const topic = await client.topic('idempotent')
    const producer = client.kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
    await producer.connect()
    for (let i = 0; i < IDEMPOTENT_SENDS; i++) await producer.send({ topic, messages: [{ partition: 0, value: String(i) }] })
    await producer.disconnect()
    const values = (await client.read(topic, IDEMPOTENT_SENDS)).map((message) => Number(message.value))
    same(
      Array.from({ length: IDEMPOTENT_SENDS }, (_, i) => i),
      values,
      'values',
    )
    return `${IDEMPOTENT_SENDS} records in order, each once`
  })
  await scenario('list-offsets.timestamp', async () => {
    const topic = await client.topic('timestamps')
    await client.write(topic, rows, 'none')
    const middle = rows.length >> 1
    const at = async (timestamp: number): Promise<number> => Number((await admin.fetchTopicOffsetsByTimestamp(topic, timestamp))[0]!.offset)
    same(middle, await at(rows[middle]!.timestamp), 'offset of a timestamp')
    // Where the broker answers -1, kafkajs puts the end of the partition.
    same(rows.length, await at(rows.at(-1)!.timestamp + 1), 'offset after the last timestamp')
    same(String(rows.length), (await admin.fetchTopicOffsets(topic))[0]!.high, 'latest')
    return 'middle, after the end, latest'
  })
  await scenario('records.delete', async () => {
    const topic = await client.topic('deleted')
    await client.write(topic, rows, 'none')
    // kafkajs finds the leader only when its cluster knows the topic, which a look at the offsets makes sure of.
    same('0', (await admin.fetchTopicOffsets(topic))[0]!.low, 'earliest before')
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '7' }] })
    same('7', (await admin.fetchTopicOffsets(topic))[0]!.low, 'earliest')
    same('7', (await client.read(topic, rows.length - 7))[0]!.offset, 'offset of the first record')
    return 'log starts at 7'
  })
  await scenario('error.too-large', async () => {
    const topic = await client.topic('small', 1, { 'max.message.bytes': '2000' })
    const producer = client.kafka.producer({ retry: { retries: 0 } })
    await producer.connect()
    const error = await refusal(() => producer.send({ topic, messages: [{ value: randomBytes(10_000) }] })).finally(() =>
      producer.disconnect(),
    )
    expect(describe(error).includes('MESSAGE_TOO_LARGE'), `refused with ${describe(error)}`)
    return 'MESSAGE_TOO_LARGE'
  })
}

export async function writeCross(client: KafkaJsClient): Promise<void> {
  for (const codec of CODECS) {
    await scenario(`cross.write.${codec}`, async () => {
      const topic = await client.topic(`x-${codec}`)
      await client.write(topic, client.setting.rows, codec)
      return topic
    })
  }
}
