import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { openLines } from './lines.ts'

const forever = new AbortController().signal

test('lines come one by one, however the bytes come', async () => {
  const input = new PassThrough()
  const lines = openLines(() => input)
  const snowman = Buffer.from('☃')
  input.write('a\r\nb')
  input.write(Buffer.concat([Buffer.from('c\n'), snowman.subarray(0, 2)]))
  input.write(snowman.subarray(2))
  input.end('\n\nlast')
  const read = []
  for (let line = await lines.next(forever); line !== null; line = await lines.next(forever)) read.push(line)
  expect(read).toEqual(['a', 'bc', '☃', '', 'last'])
})

test('an abort ends the wait, and a stream that is gone is an error', async () => {
  const input = new PassThrough()
  const lines = openLines(() => input)
  const abort = new AbortController()
  const waiting = lines.next(abort.signal)
  abort.abort()
  expect(await waiting).toBeNull()
  input.destroy(new Error('gone'))
  await expect(lines.next(forever)).rejects.toThrow('gone')
})
