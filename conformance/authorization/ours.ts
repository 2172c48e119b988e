/** An edge with the principals' rights as facts, over an engine, in memory. */
import type { AclBinding, Fact } from '@leat/access'
import { silentLogger, silentMeter } from '@leat/base'
import { nodeClock } from '@leat/base/node'
import { memoryNet, seededRandom } from '@leat/base/sim'
import { type AclWriter, type FactTable, factTable, hashSecret, openEdge, type TopicView } from '@leat/edge'
import type { Engine } from '@leat/engine'
import { FindCoordinator, Metadata } from '@leat/wire/messages'
import { speaker } from '../../packages/engine/test/speak.ts'
import { openEngineUnderTest } from '../differential/engine-under-test.ts'
import type { Side } from './play.ts'
import { STATES } from './states.ts'

const CLUSTER = 'lkc-test'
const HOST = '127.0.0.1'

export interface Ours extends Side, AsyncDisposable {
  readonly facts: FactTable
}

export async function openOurs(): Promise<Ours> {
  const engine = await openEngineUnderTest()
  await engine.groupsLoaded
  const topics = viewOf(engine)
  await topics.refresh()
  const facts = factTable(CLUSTER)
  facts.apply(STATES.flatMap(({ user, acls }) => [loginOf(user), ...acls.map((acl): Fact => ({ kind: 'acl', acl, present: true }))]))
  const net = memoryNet()
  const edge = await openEdge({
    net,
    clock: nodeClock(),
    random: seededRandom('edge'),
    logger: silentLogger,
    meter: silentMeter,
    backend: engine,
    access: { cluster: CLUSTER, facts, topics: topics.view, audit: { record: () => {} }, aclWriter: writerTo(facts) },
    nodes: [
      {
        node: 1,
        listeners: [
          {
            name: 'PLAINTEXT',
            protocol: 'PLAINTEXT',
            hosts: [HOST],
            port: 0,
            principal: { type: 'User', name: 'admin' },
            trusted: true,
            tenant: CLUSTER,
          },
          { name: 'SASL', protocol: 'SASL_PLAINTEXT', hosts: [HOST], port: 0, tenant: CLUSTER },
        ],
      },
    ],
    addresses: () => ({ host: HOST, port: 9092 }),
  })
  const [trusted, asked] = edge.bound.map(({ port }) => ({ host: HOST, port })) as [Side['trusted'], Side['asked']]
  return {
    net,
    trusted,
    asked,
    facts,
    refresh: topics.refresh,
    settle: topics.refresh,
    async [Symbol.asyncDispose]() {
      await edge.close()
      await engine.close()
    },
  }
}

function loginOf(user: string): Fact {
  const salt = Buffer.from(`salt of ${user}`)
  const login = { principal: `User:${user}`, salt: salt.toString('base64'), hash: hashSecret(user, salt).toString('base64') }
  return { kind: 'login', username: user, login }
}

function writerTo(facts: FactTable): AclWriter {
  const write = (acls: readonly AclBinding[], present: boolean) => {
    facts.apply(acls.map((acl) => ({ kind: 'acl', acl, present })))
    return Promise.resolve(acls.map(() => ({ kind: 'done' }) as const))
  }
  return { create: (_cluster, _caller, acls) => write(acls, true), delete: (_cluster, _caller, acls) => write(acls, false) }
}

interface Refreshed {
  readonly view: TopicView
  readonly refresh: () => Promise<void>
}

/** The engine's topics as they were when last asked for. */
function viewOf(engine: Engine): Refreshed {
  const client = speaker(engine, { node: engine.nodes[0]!, connectionId: 'view' })
  let ids = new Map<string, string>()
  let partitions = new Map<string, number>()
  return {
    async refresh() {
      if (partitions.size === 0) await client.send(FindCoordinator, 0, { key: 'makes __consumer_offsets' })
      const outcome = await client.send(Metadata, 12, { topics: null })
      if (outcome.kind !== 'answer') throw new Error('the engine does not answer Metadata')
      const { topics } = outcome.message
      ids = new Map(topics.map(({ topicId, name }) => [topicId, name!]))
      partitions = new Map(topics.map((topic) => [topic.name!, topic.partitions.length]))
    },
    view: {
      nameOf: (id) => ids.get(id) ?? null,
      partitionsOf: (topic) => partitions.get(topic) ?? null,
      names: () => partitions.keys(),
      partitionCount: () => [...partitions].reduce((sum, [name, count]) => (name.startsWith('__') ? sum : sum + count), 0),
      autoCreation: true,
      defaultPartitions: 1,
    },
  }
}
