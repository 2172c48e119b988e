import { expect, test } from 'vitest'
import { foundedLog, openTestControl } from '../testing/platform.ts'
import { configRulesOf } from './config-rules.ts'
import { decideCreate } from './decide-create.ts'
import { decideUpdate } from './decide-update.ts'

test('the first cluster keeps Apache Kafka’s rules; the types of the cloud differ in message size and in settings of the cluster', () => {
  expect(configRulesOf({ first: true, type: 'STANDARD' })).toBeNull()
  const of = (type: 'BASIC' | 'STANDARD' | 'DEDICATED') => configRulesOf({ first: false, type })!
  expect(of('BASIC')).toEqual(of('STANDARD'))
  expect([of('BASIC'), of('DEDICATED')].map(({ topic }) => topic['max.message.bytes'])).toEqual([{ max: 8_388_608 }, { max: 20_971_520 }])
  expect(of('STANDARD').cluster).toBeNull()
  expect(Object.keys(of('DEDICATED').cluster!)).toEqual([
    'auto.create.topics.enable',
    'log.cleaner.max.compaction.lag.ms',
    'log.retention.ms',
    'num.partitions',
  ])
})

test('edges have the rules of their cluster’s type when it opens, and those of the new type when it changes', async () => {
  const platform = await openTestControl({ log: await foundedLog() })
  const { store, host, control, clock } = platform
  const environment = control.seed.environment.id
  const place = { display_name: 'orders', availability: 'SINGLE_ZONE', cloud: 'AWS', region: 'us-east-1', config: { kind: 'Basic' } }
  const reservePorts = (count: number, taken: readonly number[]): readonly number[] => host.reservePorts('lkc-basic1', count, taken)
  const how = { at: '2026-01-01T00:00:00.000Z', platformBrokers: 1, reservePorts }
  await clock.advance(1_000)
  await store.decide((state) => decideCreate(state, environment, place, { id: 'lkc-basic1', registryId: '', ...how }))
  await clock.advance(1_000)
  const rules = (cluster: string) => host.opened.get(cluster)!.facts.configRules
  expect(rules('lkc-first1')).toBeNull()
  expect(rules('lkc-basic1')).toEqual(configRulesOf({ first: false, type: 'BASIC' }))
  await store.decide((state) => decideUpdate(state, environment, 'lkc-basic1', { config: { kind: 'Standard' } }, how))
  await control.context.factsDelivered()
  expect(host.calls).toContain('tell lkc-basic1 config-rules')
})
