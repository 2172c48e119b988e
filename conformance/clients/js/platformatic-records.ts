/** Records in and out through @platformatic/kafka: every codec, idempotence, offsets by time, deletion, the size limit. */
import { randomBytes } from 'node:crypto'
import { ListOffsetTimestamps } from '@platformatic/kafka'
import type { PlatformaticClient } from './platformatic-client.ts'
import { CODECS, describe, expect, refusal, same, scenario } from './report.ts'

const IDEMPOTENT_SENDS = 100

export async function records(client: PlatformaticClient): Promise<void> {
  const { admin, setting } = client
  const { rows } = setting
  const offset = async (topic: string, timestamp: bigint): Promise<number> => {
    const [listed] = await admin.listOffsets({ topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp }] }] })
    return Number(listed!.partitions[0]!.offset)
  }
  for (const codec of CODECS) {
    await scenario(`roundtrip.${codec}`, async () => {
      const topic = await client.topic(`roundtrip-${codec}`)
      await client.write(topic, rows, codec)
      return await client.readAndCompare(topic)
    })
  }
  await scenario('producer.idempotent', async () => {
    const topic = await client.topic('idempotent')
    const producer = client.producer({ idempotent: true })
    for (let i = 0; i < IDEMPOTENT_SENDS; i++) {
      await producer.send({ messages: [{ topic, partition: 0, value: Buffer.from(String(i)) }], acks: -1 })
    }
    await producer.close()
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
    same(middle, await offset(topic, BigInt(rows[middle]!.timestamp)), 'offset of a timestamp')
    same(-1, await offset(topic, BigInt(rows.at(-1)!.timestamp + 1)), 'offset after the last timestamp')
    same(rows.length, await offset(topic, ListOffsetTimestamps.LATEST), 'latest')
    same(rows.length - 1, await offset(topic, ListOffsetTimestamps.MAX), 'offset of the highest timestamp')
    return 'middle, after the end, latest, highest timestamp'
  })
  await scenario('records.delete', async () => {
    const topic = await client.topic('deleted')
    await client.write(topic, rows, 'none')
    const [deleted] = await admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset: 7n }] }] })
    same(7, Number(deleted!.partitions[0]!.lowWatermark), 'low watermark')
    same(7, await offset(topic, ListOffsetTimestamps.EARLIEST), 'earliest')
    same(7, Number((await client.read(topic, rows.length - 7))[0]!.offset), 'offset of the first record')
    return 'log starts at 7'
  })
  await scenario('error.too-large', async () => {
    const topic = await client.topic('small', 1, { 'max.message.bytes': '2000' })
    const producer = client.producer({ retries: 0 })
    const sending = (): Promise<unknown> => producer.send({ messages: [{ topic, value: randomBytes(10_000) }], acks: -1 })
    const error = describe(await refusal(sending).finally(() => producer.close()))
    expect(error.includes('MESSAGE_TOO_LARGE'), `refused with ${error}`)
    return 'MESSAGE_TOO_LARGE'
  })
}

export async function writeCross(client: PlatformaticClient): Promise<void> {
  for (const codec of CODECS) {
    await scenario(`cross.write.${codec}`, async () => {
      const topic = await client.topic(`x-${codec}`)
      await client.write(topic, client.setting.rows, codec)
      return topic
    })
  }
}
