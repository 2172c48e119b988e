import { silentLogger, silentMeter } from '@leat/base'
import { memoryFs, memoryNet, seededRandom, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { startLocalData } from '../data/local-data.ts'
import type { PlatformOptions } from './prepare.ts'
import { type PlatformPorts, startPlatform } from './start.ts'

const OPTIONS: PlatformOptions = {
  dir: '/leat',
  durability: 'process',
  brokers: null,
  ports: 9092,
  bind: null,
  advertise: null,
  plaintext: true,
  saslSsl: true,
  tls: false,
  loopback6: true,
  seed: null,
  certificate: null,
}

function simulated() {
  const fs = memoryFs()
  const clock = virtualClock(Date.now())
  const net = memoryNet()
  const random = seededRandom('start.test')
  const start = async (options: Partial<PlatformOptions> = {}) => {
    const data = startLocalData({ fs, net, clock, random, logger: silentLogger, meter: silentMeter })
    const ports: PlatformPorts = { fs, net, clock, random, logger: silentLogger, data }
    return passTime(startPlatform({ ...OPTIONS, ...options }, ports))
  }
  /** Turns of the loop are virtual too: they come with time. Passwords are hashed in real time. */
  const passTime = async <T>(promise: Promise<T>): Promise<T> => {
    let done = false
    const finish = (): void => void (done = true)
    promise.then(finish, finish)
    while (!done) {
      await clock.advance(10)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return promise
  }
  return { fs, clock, net, start, passTime }
}

test('a platform runs in one thread, on a memory disk, in virtual time', async () => {
  const { start, fs, net, passTime } = simulated()
  const first = await start()
  if (!first.ok) throw new Error(first.error.kind)
  expect(first.value.run).toMatchObject({ bootstrap: 'localhost:9092', saslSslBootstrap: 'localhost:9093', dataDir: '/leat' })
  const socket = await net.connect({ host: '127.0.0.1', port: 9092 })
  socket.destroy()

  await passTime(first.value.stop())
  expect(fs.statSync('/leat/run.json')).toBe(null)
  const second = await start()
  expect(second.ok && [second.value.secrets.kafka, second.value.run.cloud.organization]).toEqual([
    first.value.secrets.kafka,
    first.value.run.cloud.organization,
  ])
})

test('a refusal leaves nothing behind', async () => {
  const { start, fs } = simulated()
  expect(await start({ bind: '0.0.0.0' })).toEqual({ ok: false, error: { kind: 'advertise-missing', bind: '0.0.0.0' } })
  expect(fs.statSync('/leat')).toBe(null)
})
