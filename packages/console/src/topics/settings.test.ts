import { expect, test } from 'vitest'
import { groupSettings, inWords, type Setting } from './settings.ts'

const setting = (name: string, source: Setting['source'] = 'DEFAULT_CONFIG'): Setting =>
  ({ name, source, value: '1', synonyms: [] }) as unknown as Setting

test('settings stand in groups, own ones first', () => {
  const groups = groupSettings([
    setting('segment.ms'),
    setting('retention.ms'),
    setting('cleanup.policy'),
    setting('retention.bytes', 'DYNAMIC_TOPIC_CONFIG'),
    setting('something.new'),
  ])
  expect(groups.map(([title, settings]) => [title, settings.map(({ name }) => name)])).toEqual([
    ['Retention', ['retention.bytes', 'cleanup.policy', 'retention.ms']],
    ['Segments and storage', ['segment.ms']],
    ['Other', ['something.new']],
  ])
})

test.for([
  ['retention.ms', '604800000', '7 days'],
  ['retention.ms', '-1', 'no limit'],
  ['delete.retention.ms', '86400000', '1 day'],
  ['file.delete.delay.ms', '60000', '1 minute'],
  ['compression.gzip.level', '-1', null],
  ['local.retention.ms', '-2', 'as retention.ms'],
  ['flush.ms', '9223372036854775807', 'never'],
  ['segment.bytes', '1073741824', '1 GiB'],
  ['max.message.bytes', '1048588', '1.0 MiB'],
  ['retention.ms', '5400000', '1.5 hours'],
  ['cleanup.policy', 'delete', null],
  ['index.interval.bytes', '512', null],
] as const)('%s %s reads %s', ([name, value, words]) => {
  expect(inWords({ name }, value)).toBe(words)
})
