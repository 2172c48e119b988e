/**
 * What 5,000 connections cost: time to be served once, resident memory, processor at rest. Clients on loopback, in another process.
 *
 *     node --expose-gc packages/edge/test/connections.ts
 */
import { fork } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { silentLogger, silentMeter } from '@leat/base'
import { nodeClock, nodeNet, nodeRandom } from '@leat/base/node'
import { encodeRequestFrame } from '@leat/wire'
import { Heartbeat } from '@leat/wire/messages'
import { credentialTable, openEdge } from '../src/index.ts'
import { fakeBackend } from '../src/testing/fake-backend.ts'
import { plaintext } from '../src/testing/fixture.ts'

const CONNECTIONS = 5_000
const CONNECTING_AT_ONCE = 50
const REST_MS = 5_000

if (process.send === undefined) await serve()
else process.once('message', (port: number) => void drive(port))

async function serve(): Promise<void> {
  const backend = fakeBackend()
  backend.respond = () => ({ kind: 'message', message: {} })
  const edge = await openEdge({
    net: nodeNet(),
    clock: nodeClock(),
    random: nodeRandom(),
    logger: silentLogger,
    meter: silentMeter,
    backend,
    credentials: credentialTable(),
    addresses: () => null,
    nodes: [{ node: 1, listeners: [plaintext] }],
  })
  const megabytes = (): string => `${Math.round(process.memoryUsage().rss / 1e6)} MB`
  globalThis.gc?.()
  console.log(`before: ${megabytes()}`)
  const began = performance.now()
  const child = fork(fileURLToPath(import.meta.url), { execArgv: [] })
  child.send(edge.bound[0]!.port)
  await new Promise((resolve) => void child.once('message', resolve))
  console.log(`${edge.connections} connections served once in ${Math.round(performance.now() - began)} ms: ${megabytes()}`)
  await sleep(1_000)
  globalThis.gc?.()
  const before = process.cpuUsage()
  await sleep(REST_MS)
  const used = process.cpuUsage(before)
  console.log(`at rest: ${megabytes()}, ${((used.user + used.system) / REST_MS / 10).toFixed(1)} % of a core`)
  child.kill()
  while (edge.connections > 0) await sleep(50)
  await edge.close()
}

async function drive(port: number): Promise<void> {
  const request = Buffer.concat(
    encodeRequestFrame(Heartbeat, 4, { correlationId: 1, clientId: 'c' }, { groupId: 'g', generationId: 1, memberId: 'm' }),
  )
  let begun = 0
  let served = 0
  await new Promise<void>((resolve) => {
    const next = (): void => {
      if (begun++ >= CONNECTIONS) return
      const socket = connect({ port, host: '127.0.0.1' })
      socket.once('connect', () => {
        socket.write(request)
        next()
      })
      socket.once('data', () => {
        served += 1
        if (served === CONNECTIONS) resolve()
      })
    }
    for (let i = 0; i < CONNECTING_AT_ONCE; i++) next()
  })
  process.send!('served')
}
