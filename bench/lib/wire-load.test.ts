import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { askOnce, cpuPerRequest } from './wire-load.ts'

/** Answers what it got, in two writes; `/refused` is 404. */
async function echo() {
  const seen: string[] = []
  const server = createServer((incoming, outgoing) => {
    let body = ''
    incoming.setEncoding('utf8').on('data', (piece: string) => (body += piece))
    incoming.on('end', () => {
      seen.push(`${incoming.url} ${body}`)
      const text = `[${body}]`
      outgoing.writeHead(incoming.url === '/refused' ? 404 : 200, { 'content-length': text.length, 'x-name': 'value' })
      outgoing.write(text.slice(0, 1))
      setImmediate(() => outgoing.end(text.slice(1)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = (): Promise<void> => new Promise((resolve) => void server.close(() => resolve()))
  return { base, seen, [Symbol.asyncDispose]: close }
}

test('askOnce() answers status, headers and body', async () => {
  await using server = await echo()
  const answer = await askOnce({ base: server.base, method: 'POST', path: '/a', body: 'text' })
  expect(answer).toMatchObject({ status: 200, headers: { 'x-name': 'value' }, body: '[text]' })
})

test('cpuPerRequest() sends as many requests as it was told, each with its number', async () => {
  await using server = await echo()
  const { perSecond, cpu } = await cpuPerRequest(process.pid, { base: server.base, method: 'POST', path: '/{n}', body: 'n={n}' }, 100)
  expect(server.seen.toSorted()).toEqual(Array.from({ length: 100 }, (_, n) => `/${n} n=${n}`).toSorted())
  expect([perSecond > 0, cpu >= 0]).toEqual([true, true])
})

test('cpuPerRequest() fails with the answer that is no success', async () => {
  await using server = await echo()
  await expect(cpuPerRequest(process.pid, { base: server.base, method: 'GET', path: '/refused' }, 10)).rejects.toThrow(
    /GET \/refused: HTTP\/1.1 404/,
  )
})
