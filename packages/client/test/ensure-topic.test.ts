import { seededRandom } from '@leat/base/sim'
import { ErrorCode } from '@leat/wire'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { CreateTopics } from '@leat/wire/messages/19-create-topics'
import { expect, test } from 'vitest'
import { KafkaError, ensureTopic } from '../src/index.ts'
import { openWorld, tapped } from './fixture.ts'

const wish = { name: 'state', partitions: 1, configs: { 'cleanup.policy': 'compact', 'flush.messages': '1' } }
const signal = new AbortController().signal

test('a topic that is not there is made as wished, and found so the next time', async () => {
  const { clock, run, transport, engine } = await openWorld()
  const pace = { clock, random: seededRandom('pace'), signal }
  const made = await run(ensureTopic(transport, wish, pace))
  expect(made).toMatchObject({ isNew: true, differences: [] })
  expect(await run(ensureTopic(transport, wish, pace))).toEqual({ ...made, isNew: false })
  await run(engine.close())
})

test('settings that are not as wished are reported and left alone', async () => {
  const { clock, run, transport, engine } = await openWorld()
  const pace = { clock, random: seededRandom('pace'), signal }
  await run(ensureTopic(transport, { ...wish, partitions: 3, configs: { 'flush.messages': '1' } }, pace))
  for (let round = 0; round < 2; round++)
    expect((await run(ensureTopic(transport, wish, pace))).differences).toEqual([
      { setting: 'partitions', wished: '1', found: '3' },
      { setting: 'cleanup.policy', wished: 'compact', found: 'delete' },
    ])
  await run(engine.close())
})

test('a topic that somebody else makes meanwhile is taken', async () => {
  const { clock, run, transport, engine } = await openWorld()
  const pace = { clock, random: seededRandom('pace'), signal }
  const { tap, transport: late } = tapped(transport)
  let isHidden = true
  tap.answer = (api) => {
    if (api.key !== Metadata.key || !isHidden) return undefined
    isHidden = false
    const other = ensureTopic(transport, wish, pace)
    return other.then(() => ({ topics: [{ errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, partitions: [] }] }))
  }
  expect(await run(ensureTopic(late, wish, pace))).toMatchObject({ isNew: false, differences: [] })
  expect(tap.calls).toContain(CreateTopics.name)
  await run(engine.close())
})

test('a refusal is named, and what does not pass is not waited for longer than half a minute', async () => {
  const { clock, run, transport, engine } = await openWorld()
  const pace = { clock, random: seededRandom('pace'), signal }
  const bad = { ...wish, configs: { 'cleanup.policy': 'sometimes' } }
  await expect(run(ensureTopic(transport, bad, pace))).rejects.toMatchObject({ name: 'KafkaError', code: ErrorCode.INVALID_CONFIG })
  const { tap, transport: failing } = tapped(transport)
  tap.answer = (api) =>
    api.key === CreateTopics.key ? Promise.resolve({ topics: [{ errorCode: ErrorCode.KAFKA_STORAGE_ERROR }] }) : undefined
  await expect(run(ensureTopic(failing, wish, pace))).rejects.toBeInstanceOf(KafkaError)
  expect(clock.monotonic()).toBeLessThan(35_000)
  await run(engine.close())
})
