/** Classic consumer groups through @platformatic/kafka. */
import type { Consumer, ConsumerOptions, MessagesStream } from '@platformatic/kafka'
import { type PlatformaticClient, take } from './platformatic-client.ts'
import { same, scenario, until } from './report.ts'

type Options = Partial<ConsumerOptions<Buffer, Buffer, Buffer, Buffer>>

interface Member {
  readonly consumer: Consumer
  readonly stream: MessagesStream<Buffer, Buffer, Buffer, Buffer>
}

const sizeOf = (member: Member): number => (member.consumer.assignments ?? []).reduce((sum, one) => sum + one.partitions.length, 0)

export async function groups(client: PlatformaticClient): Promise<void> {
  const { admin, setting } = client
  const { rows } = setting

  const join = async (group: string, topic: string, options: Options = {}): Promise<Member> => {
    const consumer = client.consumer(group, options)
    const stream = await consumer.consume({ topics: [topic], mode: 'committed', fallbackMode: 'earliest', autocommit: false })
    // A stream nobody reads or listens to would end the process with its first error.
    stream.on('error', () => {})
    return { consumer, stream }
  }
  const sizes = async (members: readonly Member[], wanted: readonly number[]): Promise<void> =>
    await until(() => members.every((member, i) => sizeOf(member) === wanted[i]), `assignments of sizes ${wanted.join(', ')}`)
  const leave = async (member: Member): Promise<void> => await member.consumer.close(true)

  await scenario('group.members', async () => {
    const topic = await client.topic('members', 4)
    const one = await join('g-members', topic)
    await sizes([one], [4])
    const two = await join('g-members', topic)
    await sizes([one, two], [2, 2])
    const both = [one, two].flatMap((member) => member.consumer.assignments!.flatMap((assignment) => assignment.partitions))
    same([0, 1, 2, 3], both.toSorted(), 'partitions of both')
    await leave(two)
    await sizes([one], [4])
    await leave(one)
    return '4, then 2 and 2, then 4'
  })
  await scenario('group.resume', async () => {
    const topic = await client.topic('resume')
    await client.write(topic, rows, 'none')
    const one = await join('g-resume', topic)
    const first = await take(one.stream, 10)
    await one.consumer.commit({
      offsets: [{ topic, partition: 0, offset: first.at(-1)!.offset + 1n, leaderEpoch: first.at(-1)!.leaderEpoch }],
    })
    await leave(one)
    const two = await join('g-resume', topic)
    const rest = await take(two.stream, rows.length - 10)
    await leave(two)
    same([10, rows.length - 10], [Number(rest[0]!.offset), rest.length], 'first offset and number of the second member')
    return '10 records, then the rest'
  })
  await scenario('group.static', async () => {
    const topic = await client.topic('static', 2)
    const named: Options = { groupInstanceId: 'one' }
    const one = await join('g-static', topic, named)
    await sizes([one], [2])
    const description = (await admin.describeGroups({ groups: [setting.name('g-static')] })).get(setting.name('g-static'))!
    same(
      ['one'],
      [...description.members.values()].map((member) => member.groupInstanceId),
      'instance ids of the members',
    )
    await leave(one)
    const again = await join('g-static', topic, named)
    await sizes([again], [2])
    await leave(again)
    return 'named in the description, comes back with its name'
  })
  await scenario('group.cooperative', async () => {
    const topic = await client.topic('cooperative', 4)
    const strategy: Options = { protocols: [{ name: 'cooperative-sticky', version: 1 }] }
    const one = await join('g-cooperative', topic, strategy)
    await sizes([one], [4])
    const two = await join('g-cooperative', topic, strategy)
    await sizes([one, two], [2, 2])
    await leave(two)
    await leave(one)
    return '4, then 2 and 2'
  })

  const group = setting.name('g-admin')
  const committed = async (): Promise<number> => {
    const [listed] = await admin.listConsumerGroupOffsets({ groups: [group] })
    return Number(listed!.topics[0]!.partitions[0]!.committedOffset)
  }
  await scenario('offsets.list', async () => {
    const topic = await client.topic('admin')
    await client.write(topic, rows, 'none')
    const one = await join('g-admin', topic)
    await sizes([one], [1])
    await one.consumer.commit({ offsets: [{ topic, partition: 0, offset: 5n, leaderEpoch: 0 }] })
    same(5, await committed(), 'committed offset')
    same(1, (await admin.describeGroups({ groups: [group] })).get(group)!.members.size, 'members')
    await leave(one)
    return '5, one member'
  })
  await scenario('offsets.reset', async () => {
    await admin.alterConsumerGroupOffsets({
      groupId: group,
      topics: [{ name: setting.name('admin'), partitionOffsets: [{ partition: 0, offset: 1n }] }],
    })
    same(1, await committed(), 'offset after the reset')
    return '5 to 1'
  })
  await scenario('offsets.delete-group', async () => {
    await admin.deleteGroups({ groups: [group] })
    same(false, (await admin.listGroups()).has(group), 'the group is still listed')
    return 'gone from the list'
  })
}
