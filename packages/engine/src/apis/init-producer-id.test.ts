import { InitProducerId } from '@leat/wire/messages/22-init-producer-id'
import { expect, test } from 'vitest'
import { startTestEngine, settled } from '../testing/engine.ts'

const wish = { transactionalId: 't', transactionTimeoutMs: 1000 }

test('of two calls for one transactional id the later fences the earlier, whatever ids are being reserved (D7)', async () => {
  await using kafka = await startTestEngine()
  // The first ones find no reserved block of ids and wait for it.
  const plain = Array.from({ length: 3 }, () => kafka.send(InitProducerId, 4, { transactionalId: null, transactionTimeoutMs: 0 }))
  const calls = Array.from({ length: 5 }, () => kafka.send(InitProducerId, 4, wish))
  const answers = await settled(kafka.clock, Promise.all(calls))
  expect(answers.map(({ producerEpoch }) => producerEpoch)).toEqual([0, 1, 2, 3, 4])
  expect(new Set(answers.map(({ producerId }) => producerId)).size).toBe(1)
  const ids = (await settled(kafka.clock, Promise.all(plain))).map(({ producerId }) => producerId)
  expect(new Set([...ids, answers[0]!.producerId]).size).toBe(4)
})

test('a producer that comes back uses up no id', async () => {
  await using kafka = await startTestEngine()
  const { producerId } = await kafka.ask(InitProducerId, 4, wish)
  for (let i = 1; i <= 5; i++) expect(await kafka.ask(InitProducerId, 4, wish)).toMatchObject({ producerId, producerEpoch: i })
  expect(await kafka.ask(InitProducerId, 4, { ...wish, transactionalId: 'u' })).toMatchObject({ producerId: producerId + 1 })
})
