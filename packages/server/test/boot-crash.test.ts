import { type Fs, type FsFile, silentLogger, silentMeter } from '@leat/base'
import { nodeClock } from '@leat/base/node'
import { type FaultyFs, faultyFs, memoryNet, seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { startLocalData } from '../src/data/local-data.ts'
import type { PlatformOptions } from '../src/platform/prepare.ts'
import { type Platform, startPlatform } from '../src/platform/start.ts'

/*
 * Strategy: the first start of a platform ends (kill -9, or a power loss) at its n-th change of the disk, for many n; then it is started again, stopped, and started once more.
 * Invariants: every start succeeds; ids, keys and password that the second start tells stay; there is one organization with one environment and one cluster.
 */
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
  loopback6: false,
  seed: null,
  certificate: null,
}

/** How many moments of the boot are tried, spread over all. */
const MOMENTS = 16

const random = seededRandom('boot-crash.test')

function start(fs: Fs): Promise<Platform> {
  const net = memoryNet()
  const ports = { fs, net, clock: nodeClock(), random, logger: silentLogger }
  const data = startLocalData({ ...ports, meter: silentMeter })
  return startPlatform(OPTIONS, { ...ports, data }).then((outcome) => {
    if (!outcome.ok) throw new Error(outcome.error.kind)
    return outcome.value
  })
}

const CHANGES: ReadonlySet<string> = new Set([
  'mkdirSync',
  'renameSync',
  'unlinkSync',
  'removeSync',
  'linkSync',
  'syncDirSync',
  'syncDir',
  'replaceFileSync',
  'writevSync',
  'writev',
  'datasyncSync',
  'datasync',
  'truncateSync',
])

/** `before` is called before each change of the disk. */
function watched<T extends Fs | FsFile>(target: T, before: () => void): T {
  return new Proxy(target, {
    get(_, name) {
      const member = Reflect.get(target, name) as unknown
      if (typeof member !== 'function') return member
      return (...args: readonly unknown[]) => {
        if (CHANGES.has(String(name))) before()
        const answer: unknown = Reflect.apply(member, target, args)
        return name === 'openSync' ? watched(answer as FsFile, before) : answer
      }
    },
  })
}

async function changesOfBoot(): Promise<number> {
  let count = 0
  const platform = await start(watched(faultyFs({ random }), () => count++))
  const ofBoot = count
  await platform.stop()
  return ofBoot
}

/** The disk as the next start finds it, after an end right before the n-th change; null when it was ready before. */
async function stoppedAt(n: number, mode: 'process' | 'power'): Promise<FaultyFs | null> {
  const fs = faultyFs({ random })
  let count = 0
  const killed = Promise.withResolvers<FaultyFs>()
  const before = (): void => {
    if (++count === n) killed.resolve(fs.crash(mode))
  }
  const boot = start(watched(fs, before)).then(
    () => null,
    () => killed.promise,
  )
  return Promise.race([boot, killed.promise])
}

async function environments(platform: Platform): Promise<number> {
  const { cloud } = platform.secrets
  const authorization = `Basic ${Buffer.from(`${cloud.apiKey}:${cloud.apiSecret}`).toString('base64')}`
  const handle = await platform.http()
  const answer = await handle({
    method: 'GET',
    path: '/org/v2/environments',
    query: new URLSearchParams(),
    headers: { authorization, host: 'localhost' },
    body: (async function* () {})(),
    remoteAddress: '127.0.0.1',
    scheme: 'http',
    id: 'test',
    signal: new AbortController().signal,
  })
  if (typeof answer.body !== 'string') throw new Error('a list is answered in one piece')
  return (JSON.parse(answer.body) as { readonly data: readonly unknown[] }).data.length
}

test.for(['process', 'power'] as const)(
  'after the end of the %s at any moment of its first boot, a platform starts again, whole and once',
  async (mode) => {
    const changes = await changesOfBoot()
    expect(changes).toBeGreaterThan(MOMENTS)
    for (let moment = 0; moment < MOMENTS; moment++) {
      const n = 1 + Math.floor((moment * changes) / MOMENTS)
      const disk = await stoppedAt(n, mode)
      expect(disk, `at change ${n} of ${changes}`).not.toBe(null)
      const told: unknown[] = []
      for (let life = 0; life < 2; life++) {
        const platform = await start(disk!)
        const { cluster, cloud } = platform.run
        told.push([cluster, cloud.organization, cloud.environment, cloud.systemCluster, platform.secrets.kafka, platform.secrets.admin])
        expect([cloud.hasKafkaKey, cloud.hasCloudKey, cloud.hasUser]).toEqual([true, true, true])
        if (life === 1) expect(await environments(platform)).toBe(1)
        await platform.stop()
      }
      expect(told[1]).toEqual(told[0])
    }
  },
)
