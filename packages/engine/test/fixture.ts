import { type NodeId, silentLogger, silentMeter } from '@leat/base'
import { nodeClock } from '@leat/base/node'
import { memoryFs, memoryNet, seededRandom } from '@leat/base/sim'
import { credentialTable, openEdge } from '@leat/edge'
import { type Engine, openEngine } from '../src/index.ts'
import { openPassThrough } from '../../gateway/src/index.ts'
import type { UnderTest } from './contract/backend-contract.ts'
import { openContract } from './contract/contract.ts'

export async function openEngineInMemory(nodes: readonly NodeId[]): Promise<Engine> {
  const engine = await openEngine({
    fs: memoryFs(),
    dir: '/data',
    clock: nodeClock(),
    random: seededRandom('contract'),
    logger: silentLogger,
    meter: silentMeter,
    clusterId: 'Y29udHJhY3QtY2x1c3Rlcg',
    nodes,
    durability: 'none',
    brokerConfig: { 'offsets.topic.num.partitions': '6' },
  })
  await engine.groupsLoaded
  return engine
}

export async function engineUnderTest(nodes: readonly NodeId[]): Promise<UnderTest> {
  const engine = await openEngineInMemory(nodes)
  return { backend: engine, nodes, [Symbol.asyncDispose]: () => engine.close() }
}

/** The same after its brokers changed, with a topic and groups from before. */
export async function resizedUnderTest(before: readonly NodeId[], nodes: readonly NodeId[]): Promise<UnderTest> {
  const engine = await openEngineInMemory(before)
  using early = openContract(engine, before)
  await early.topic(2 * before.length)
  await early.coordinator('of-before')
  await engine.setNodes(nodes)
  return { backend: engine, nodes, [Symbol.asyncDispose]: () => engine.close() }
}

/** A pass-through in front of an edge in front of an engine, connected in memory: the client's frames cross two connections. */
export async function passThroughUnderTest(nodes: readonly NodeId[]): Promise<UnderTest> {
  const net = memoryNet()
  const clock = nodeClock()
  const engine = await openEngineInMemory(nodes)
  const ports = new Map<NodeId, number>()
  const edge = await openEdge({
    net,
    clock,
    random: seededRandom('edge'),
    logger: silentLogger,
    meter: silentMeter,
    backend: engine,
    credentials: credentialTable([]),
    nodes: nodes.map((node) => ({
      node,
      listeners: [
        {
          name: 'PLAINTEXT',
          protocol: 'PLAINTEXT',
          hosts: ['127.0.0.1'],
          port: 0,
          principal: { type: 'User', name: 'admin' },
          tenant: null,
        },
      ],
    })),
    addresses: (_listener, node) => ({ host: '127.0.0.1', port: ports.get(node)! }),
  })
  for (const { node, port } of edge.bound) ports.set(node, port)
  const bootstrap = [{ host: '127.0.0.1', port: edge.bound[0]!.port }]
  const gateway = await openPassThrough({ net, clock, logger: silentLogger, bootstrap })
  return {
    backend: gateway,
    nodes: gateway.nodes,
    async [Symbol.asyncDispose]() {
      await gateway.close()
      await edge.close()
      await engine.close()
    },
  }
}
