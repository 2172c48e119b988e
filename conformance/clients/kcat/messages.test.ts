import { expect, test } from 'vitest'
import { parseMessages } from './messages.ts'

test('lengths decide where a message ends, not its bytes', () => {
  const bytes = Buffer.from('0 17 2 5 a=1,a=2\nk\nv\nv\nv\n1 18 -1 0 \n\n2 19 0 -1 \n\n', 'latin1')
  expect(parseMessages(bytes)).toEqual([
    {
      offset: 0,
      timestamp: 17,
      key: Buffer.from('k\n'),
      value: Buffer.from('v\nv\nv'),
      headers: [
        ['a', Buffer.from('1')],
        ['a', Buffer.from('2')],
      ],
    },
    { offset: 1, timestamp: 18, key: null, value: Buffer.alloc(0), headers: [] },
    { offset: 2, timestamp: 19, key: Buffer.alloc(0), value: null, headers: [] },
  ])
})
