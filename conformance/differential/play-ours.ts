/** Plays a script against a fresh engine: through `dispatch`, and through an edge and its sockets where bytes are the matter. */
import { silentLogger, silentMeter } from '@leat/base'
import { nodeClock } from '@leat/base/node'
import { memoryNet, seededRandom } from '@leat/base/sim'
import { credentialTable, openEdge } from '@leat/edge'
import type { Engine } from '@leat/engine'
import { FindCoordinator } from '@leat/wire/messages'
import { speaker } from '../../packages/engine/test/speak.ts'
import { openEngineUnderTest } from './engine-under-test.ts'
import { type Played, play } from './play.ts'
import { playRaw } from './raw.ts'
import { RAW_BYTES, SCRIPTS } from './scripts/index.ts'

export async function playOurs(name: string): Promise<Played[]> {
  await using engine = await openEngineUnderTest()
  await engine.groupsLoaded
  const clock = nodeClock()
  await makeOffsetsTopic(engine)
  if (name !== RAW_BYTES)
    return await play(
      engine,
      SCRIPTS.find((script) => script.name === name)!,
      { node: engine.nodes[0]!, clock },
    )

  const net = memoryNet()
  await using edge = await openEdge({
    net,
    clock,
    random: seededRandom('edge'),
    logger: silentLogger,
    meter: silentMeter,
    backend: engine,
    credentials: credentialTable([]),
    nodes: [
      {
        node: 1,
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
      },
    ],
    addresses: () => ({ host: '127.0.0.1', port: 9092 }),
  })
  const { port } = edge.bound[0]!
  return await playRaw(() => net.connect({ host: '127.0.0.1', port }))
}

/** The cluster of the recordings had it from its warm-up. */
async function makeOffsetsTopic(engine: Engine): Promise<void> {
  using client = speaker(engine, { node: engine.nodes[0]!, connectionId: 'warm-up' })
  await client.send(FindCoordinator, 0, { key: 'warm-up' })
}
