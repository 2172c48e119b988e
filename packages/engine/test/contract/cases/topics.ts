import { strict as assert } from 'node:assert'
import { ErrorCode } from '@leat/wire'
import {
  AlterConfigs,
  CreatePartitions,
  CreateTopics,
  DeleteTopics,
  DescribeCluster,
  DescribeConfigs,
  DescribeLogDirs,
  DescribeTopicPartitions,
  IncrementalAlterConfigs,
  ListConfigResources,
  ListPartitionReassignments,
  Metadata,
} from '@leat/wire/messages'
import { type Contract, type ContractCase, until, values } from '../contract.ts'

const TIMEOUT_MS = 5_000
const TOPIC_TYPE = 2

const byNumber = (a: number, b: number): number => a - b

async function errorOf(on: Contract, name: string): Promise<number> {
  return (await on.call(Metadata, 9, { topics: [{ name }], allowAutoTopicCreation: false })).topics[0]!.errorCode
}

async function configOf(on: Contract, topic: string, name: string): Promise<string | null> {
  const { results } = await on.call(DescribeConfigs, 4, {
    resources: [{ resourceType: TOPIC_TYPE, resourceName: topic, configurationKeys: [name] }],
  })
  return results[0]!.configs[0]!.value
}

export const topicCases: readonly ContractCase[] = [
  {
    name: 'Metadata: every version names the partitions, their leaders among the brokers',
    async run(on) {
      const { name } = await on.topic(3)
      for (const version of on.versions(Metadata)) {
        const { topics, brokers } = await on.call(Metadata, version, {
          topics: [{ name }],
          ...(version >= 4 ? { allowAutoTopicCreation: false } : {}),
        })
        const nodes = brokers.map(({ nodeId }) => nodeId)
        assert.deepEqual(nodes.toSorted(byNumber), on.nodes.toSorted(byNumber), `v${version}`)
        const found = topics[0]!
        assert.deepEqual(found.partitions.map(({ partitionIndex }) => partitionIndex).toSorted(byNumber), [0, 1, 2], `v${version}`)
        assert.ok(
          found.partitions.every(({ leaderId }) => nodes.includes(leaderId)),
          `v${version}`,
        )
      }
    },
  },
  {
    name: 'Metadata: absent topics are said to be absent, by name and by id',
    async run(on) {
      assert.equal(await errorOf(on, on.name('-absent')), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
      const { topics } = await on.call(Metadata, 12, {
        topics: [{ topicId: 'AAAAAAAAAAAAAAAAAAAABw', name: null }],
        allowAutoTopicCreation: false,
      })
      assert.equal(topics[0]!.errorCode, ErrorCode.UNKNOWN_TOPIC_ID)
    },
  },
  {
    name: 'Metadata: a topic is made by asking for it',
    async run(on) {
      const name = on.name('-made')
      await until(
        `${name} is there`,
        async () => (await on.call(Metadata, 9, { topics: [{ name }], allowAutoTopicCreation: true })).topics[0]!.errorCode === 0,
      )
    },
  },
  {
    name: 'CreateTopics, DeleteTopics: every version makes and deletes',
    async run(on) {
      const names: string[] = []
      for (const version of on.versions(CreateTopics)) {
        const name = on.name()
        const { topics } = await on.call(CreateTopics, version, {
          timeoutMs: TIMEOUT_MS,
          topics: [{ name, numPartitions: 2, replicationFactor: 1 }],
        })
        assert.equal(topics[0]!.errorCode, 0, `v${version}`)
        await until(`${name} is there`, async () => (await errorOf(on, name)) === 0)
        names.push(name)
      }
      for (const [i, version] of on.versions(DeleteTopics).entries()) {
        const name = names[i]!
        const asked = version >= 6 ? { topics: [{ name }] } : { topicNames: [name] }
        const { responses } = await on.call(DeleteTopics, version, { timeoutMs: TIMEOUT_MS, ...asked })
        assert.equal(responses[0]!.errorCode, 0, `v${version}`)
        await until(`${name} is gone`, async () => (await errorOf(on, name)) === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
      }
    },
  },
  {
    name: 'CreateTopics: what exists, what is misnamed and what is misconfigured is refused, what is only asked is not made',
    async run(on) {
      const { name } = await on.topic()
      const create = async (topic: { name: string; configs?: { name: string; value: string }[] }, validateOnly = false) => {
        const topics = [{ numPartitions: 1, replicationFactor: 1, ...topic }]
        return (await on.call(CreateTopics, 7, { timeoutMs: TIMEOUT_MS, validateOnly, topics })).topics[0]!.errorCode
      }
      assert.equal(await create({ name }), ErrorCode.TOPIC_ALREADY_EXISTS)
      assert.equal(await create({ name: 'not a name' }), ErrorCode.INVALID_TOPIC_EXCEPTION)
      assert.equal(await create({ name: on.name(), configs: [{ name: 'retention.ms', value: 'long' }] }), ErrorCode.INVALID_CONFIG)
      const asked = on.name()
      assert.equal(await create({ name: asked }, true), 0)
      assert.equal(await errorOf(on, asked), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
    },
  },
  {
    name: 'CreatePartitions: every version adds, none takes away',
    async run(on) {
      const { name } = await on.topic()
      const grow = async (version: number, count: number) =>
        (await on.call(CreatePartitions, version, { timeoutMs: TIMEOUT_MS, topics: [{ name, count, assignments: null }] })).results[0]!
          .errorCode
      let count = 1
      for (const version of on.versions(CreatePartitions)) assert.equal(await grow(version, ++count), 0, `v${version}`)
      assert.equal(await grow(on.latest(CreatePartitions), 1), ErrorCode.INVALID_PARTITIONS)
      await until('the partitions are there', async () => {
        const { topics } = await on.call(Metadata, 9, { topics: [{ name }], allowAutoTopicCreation: false })
        return topics[0]!.partitions.length === count
      })
    },
  },
  {
    name: 'DescribeConfigs: every version knows a setting of the topic',
    async run(on) {
      const { name } = await on.topic(1, { 'retention.ms': '777777' })
      for (const version of on.versions(DescribeConfigs)) {
        const { results } = await on.call(DescribeConfigs, version, {
          resources: [{ resourceType: TOPIC_TYPE, resourceName: name, configurationKeys: null }],
        })
        const { configs } = results[0]!
        assert.ok(configs.length >= 25, `v${version} knows ${configs.length} settings`)
        assert.equal(configs.find((config) => config.name === 'retention.ms')?.value, '777777', `v${version}`)
      }
    },
  },
  {
    name: 'AlterConfigs replaces, IncrementalAlterConfigs changes: every version',
    async run(on) {
      const { name } = await on.topic(1, { 'flush.ms': '5' })
      for (const version of on.versions(IncrementalAlterConfigs)) {
        const value = String(1_000_000 + version)
        const configs = [{ name: 'retention.ms', configOperation: 0, value }]
        const { responses } = await on.call(IncrementalAlterConfigs, version, {
          resources: [{ resourceType: TOPIC_TYPE, resourceName: name, configs }],
        })
        assert.equal(responses[0]!.errorCode, 0, `v${version}`)
        await until('the change is seen', async () => (await configOf(on, name, 'retention.ms')) === value)
        assert.equal(await configOf(on, name, 'flush.ms'), '5')
      }
      for (const version of on.versions(AlterConfigs)) {
        const value = String(2_000 + version)
        const { responses } = await on.call(AlterConfigs, version, {
          resources: [{ resourceType: TOPIC_TYPE, resourceName: name, configs: [{ name: 'max.message.bytes', value }] }],
        })
        assert.equal(responses[0]!.errorCode, 0, `v${version}`)
        await until('the change is seen', async () => (await configOf(on, name, 'max.message.bytes')) === value)
        assert.notEqual(await configOf(on, name, 'flush.ms'), '5')
      }
    },
  },
  {
    name: 'ListConfigResources: every version answers, v1 with the topics it is asked for',
    async run(on) {
      const { name } = await on.topic()
      for (const version of on.versions(ListConfigResources)) {
        const { errorCode, configResources } = await on.call(
          ListConfigResources,
          version,
          version >= 1 ? { resourceTypes: [TOPIC_TYPE] } : {},
        )
        assert.equal(errorCode, 0, `v${version}`)
        if (version >= 1) assert.ok(configResources.some(({ resourceName }) => resourceName === name))
      }
    },
  },
  {
    name: 'DescribeCluster: every version names the brokers',
    async run(on) {
      for (const version of on.versions(DescribeCluster)) {
        const { brokers, clusterId } = await on.call(DescribeCluster, version, {})
        assert.deepEqual(brokers.map(({ brokerId }) => brokerId).toSorted(byNumber), on.nodes.toSorted(byNumber), `v${version}`)
        assert.notEqual(clusterId, '')
      }
    },
  },
  {
    name: 'DescribeTopicPartitions: pages are cut at the limit and go on at the cursor',
    async run(on) {
      if (on.versions(DescribeTopicPartitions).length === 0) return
      const { name } = await on.topic(3)
      const seen: number[] = []
      let cursor: { topicName: string; partitionIndex: number } | null = null
      do {
        const page: {
          topics: { partitions: { partitionIndex: number }[] }[]
          nextCursor: { topicName: string; partitionIndex: number } | null
        } = await on.call(DescribeTopicPartitions, 0, { topics: [{ name }], responsePartitionLimit: 2, cursor })
        seen.push(...page.topics.flatMap(({ partitions }) => partitions.map(({ partitionIndex }) => partitionIndex)))
        cursor = page.nextCursor
      } while (cursor !== null && seen.length < 10)
      assert.deepEqual(seen, [0, 1, 2])
    },
  },
  {
    name: 'DescribeLogDirs: every version finds the partition with its size',
    async run(on) {
      const topic = await on.topic()
      const batch = values('some bytes')
      const { length } = batch
      await on.write(topic, batch)
      const leader = await on.leader(topic)
      for (const version of on.versions(DescribeLogDirs)) {
        const { results } = await on.call(DescribeLogDirs, version, { topics: [{ topic: topic.name, partitions: [0] }] }, leader)
        const found = results.flatMap(({ topics }) => topics.flatMap(({ partitions }) => partitions))
        assert.deepEqual(
          found.map(({ partitionIndex, partitionSize }) => [partitionIndex, partitionSize]),
          [[0, length]],
          `v${version}`,
        )
      }
    },
  },
  {
    name: 'ListPartitionReassignments: nothing moves',
    async run(on) {
      const { errorCode, topics } = await on.call(ListPartitionReassignments, 0, { timeoutMs: TIMEOUT_MS, topics: null })
      assert.deepEqual([errorCode, topics], [0, []])
    },
  },
]
