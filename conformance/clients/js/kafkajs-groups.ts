/** Classic consumer groups through kafkajs. */
import type { Consumer } from 'kafkajs'
import type { KafkaJsClient } from './kafkajs-client.ts'
import { notOffered, same, scenario, until } from './report.ts'

/** A running member and the partitions it holds by its last rebalance. */
interface Member {
  readonly consumer: Consumer
  readonly offsets: string[]
  partitions: readonly number[]
}

export async function groups(client: KafkaJsClient): Promise<void> {
  const { admin, setting } = client
  const { rows } = setting

  const join = async (group: string, topic: string): Promise<Member> => {
    const consumer = client.consumer(group)
    const member: Member = { consumer, offsets: [], partitions: [] }
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      member.partitions = payload.memberAssignment[topic] ?? []
    })
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await consumer.run({ autoCommit: false, eachMessage: async ({ message }) => void member.offsets.push(message.offset) })
    return member
  }
  const sizes = async (members: readonly Member[], wanted: readonly number[]): Promise<void> =>
    await until(() => members.every((member, i) => member.partitions.length === wanted[i]), `assignments of sizes ${wanted.join(', ')}`)

  await scenario('group.members', async () => {
    const topic = await client.topic('members', 4)
    const one = await join('g-members', topic)
    await sizes([one], [4])
    const two = await join('g-members', topic)
    await sizes([one, two], [2, 2])
    same([0, 1, 2, 3], [...one.partitions, ...two.partitions].toSorted(), 'partitions of both')
    await two.consumer.disconnect()
    await sizes([one], [4])
    await one.consumer.disconnect()
    return '4, then 2 and 2, then 4'
  })
  await scenario('group.resume', async () => {
    const topic = await client.topic('resume')
    await client.write(topic, rows, 'none')
    const one = await join('g-resume', topic)
    await until(() => one.offsets.length >= 10, 'the first ten records')
    await one.consumer.commitOffsets([{ topic, partition: 0, offset: '10', metadata: 'note' }])
    await one.consumer.disconnect()
    const two = await join('g-resume', topic)
    await until(() => two.offsets.length >= rows.length - 10, 'the rest')
    await two.consumer.disconnect()
    same(['10', rows.length - 10], [two.offsets[0], two.offsets.length], 'first offset and number of the second member')
    return '10 records, then the rest'
  })
  notOffered('group.static', 'kafkajs has no static membership')
  notOffered('group.cooperative', 'kafkajs rebalances eagerly only')

  const group = setting.name('g-admin')
  const committed = async (topic: string): Promise<string> =>
    (await admin.fetchOffsets({ groupId: group, topics: [topic] }))[0]!.partitions[0]!.offset
  await scenario('offsets.list', async () => {
    const topic = await client.topic('admin')
    await client.write(topic, rows, 'none')
    const member = await join('g-admin', topic)
    await sizes([member], [1])
    await until(() => member.offsets.length > 0, 'a record')
    await member.consumer.commitOffsets([{ topic, partition: 0, offset: '5' }])
    same('5', await committed(topic), 'committed offset')
    same(1, (await admin.describeGroups([group])).groups[0]!.members.length, 'members')
    await member.consumer.disconnect()
    return '5, one member'
  })
  await scenario('offsets.reset', async () => {
    const topic = setting.name('admin')
    await admin.setOffsets({ groupId: group, topic, partitions: [{ partition: 0, offset: '1' }] })
    same('1', await committed(topic), 'offset after the reset')
    return '5 to 1'
  })
  await scenario('offsets.delete-group', async () => {
    await admin.deleteGroups([group])
    const left = (await admin.listGroups()).groups.map((one) => one.groupId)
    same(false, left.includes(group), 'the group is still listed')
    return 'gone from the list'
  })
}
