import { silentLogger } from '@leat/base'
import { nodeClock } from '@leat/base/node'
import { seededRandom } from '@leat/base/sim'
import { backendTransport } from '@leat/client'
import { expect, test } from 'vitest'
import { passThroughUnderTest } from '../../engine/test/fixture.ts'
import { sessionOf } from '../../client/test/fixture.ts'
import { openStore } from '../src/index.ts'
import { changing, notes, put, TOPIC } from './fixture.ts'

// A Kafka answers one request of a connection at a time: decisions behind a parked fetch would take half a minute each.
test.for([{ nodes: [1] }, { nodes: [1, 2, 3] }])(
  'reading holds no decision up behind brokers $nodes',
  { timeout: 10_000 },
  async ({ nodes }) => {
    await using kafka = await passThroughUnderTest(nodes)
    const session = new AbortController()
    const transport = backendTransport({ backend: kafka.backend, session: sessionOf(session.signal), clientId: 'store' })
    const options = {
      transport,
      clock: nodeClock(),
      random: seededRandom('pace'),
      logger: silentLogger,
      topic: TOPIC,
      transactionalId: 'notes',
    }
    await using store = await openStore({ ...options, schema: notes })
    await store.lead()
    for (const key of ['a', 'b', 'c']) await store.decide(changing(put(key)))
    await using other = await openStore({ ...options, schema: notes })
    expect([...other.state.byKey.keys()]).toEqual(['a', 'b', 'c'])
    await other.lead()
    await expect(store.decide(changing(put('late')))).rejects.toMatchObject({ name: 'StoreUnavailable' })
    await other.decide(changing(put('d')))
    expect([...other.state.byKey.keys()]).toEqual(['a', 'b', 'c', 'd'])
  },
)
