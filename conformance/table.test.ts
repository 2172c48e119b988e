import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Result } from './results.ts'
import { writeTable } from './table.ts'

const result = (target: string, kind: 'passed' | 'failed' | 'not-offered', scenario = 'topics.create'): Result => ({
  target,
  security: 'PLAINTEXT',
  client: 'kafkajs',
  scenario,
  outcome: { kind, detail: 'why' },
})

test('a run of one target leaves the section of the other as it was', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'table-')), 'clients.md')
  writeTable(file, [result('Apache Kafka', 'passed'), result('Leat', 'failed')])
  const first = readFileSync(file, 'utf8')
  expect(first).toContain('**0/1**')
  writeTable(file, [result('Leat', 'passed')])
  const second = readFileSync(file, 'utf8')
  expect(second).not.toContain('**0/1**')
  expect(second.match(/^## .*$/gm)).toEqual(['## Leat', '## Apache Kafka'])
  writeTable(file, [result('Leat', 'failed')])
  expect(readFileSync(file, 'utf8')).toBe(first)
})

test('what a client does not offer counts neither way and is named', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'table-')), 'clients.md')
  writeTable(file, [result('Leat', 'not-offered', 'group.static')])
  const page = readFileSync(file, 'utf8')
  expect(page).toContain('- kafkajs 2.2.4, group.static: why')
  expect(page).not.toContain('0/')
})
