import { expect, test } from 'vitest'
import { type Connection, PROGRAMS } from './programs.ts'

const CONNECTION: Connection = {
  bootstrap: 'localhost:9093',
  caFile: '/home/me/it\'s "here"/ca.pem',
  key: 'KEY',
  secret: 's"e\\cret',
  topic: 'orders',
}

test.for(PROGRAMS)('$label names the cluster, the key and the topic', ({ text }) => {
  const program = text(CONNECTION)
  for (const part of ['localhost:9093', 'KEY', 'orders', 'ca.pem']) expect(program).toContain(part)
  expect(text({ ...CONNECTION, caFile: null })).not.toContain('ca.pem')
})

test('JavaScript is a module whatever the values hold', async () => {
  const { stripTypeScriptTypes } = await import('node:module')
  for (const caFile of [CONNECTION.caFile, null]) {
    const program = PROGRAMS[0]!.text({ ...CONNECTION, caFile })
    expect(stripTypeScriptTypes(program)).toBe(program)
    expect(program.includes('readFileSync')).toBe(caFile !== null)
  }
})
