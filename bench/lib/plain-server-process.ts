/**
 * node:http and nothing else, answering every request with the same bytes: what a request over HTTP costs at least. Takes one JSON argument (an answer),
 * prints its port.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WireAnswer } from './wire-load.ts'

/** Headers that node:http writes by itself. */
const OWN = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'])

const { status, headers, body } = JSON.parse(process.argv[2]!) as WireAnswer
const sent = Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.has(name)))
const server = createServer((incoming, outgoing) => {
  const answer = (): void => {
    outgoing.writeHead(status, { ...sent, 'content-length': Buffer.byteLength(body) })
    outgoing.end(body)
  }
  if (incoming.method === 'GET') return answer()
  incoming.on('data', () => {}).on('end', answer)
})
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`))
