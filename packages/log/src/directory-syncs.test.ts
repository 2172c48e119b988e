import type { Fs } from '@leat/base'
import { faultyFs, memoryFs, seededRandom, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { CONFIG, append, batchOf, openDir } from '../test/fixture.ts'
import { BACKGROUND_SYNC_MS } from './limits.ts'

const PARTITIONS = 200
const topic = (i: number) => `AAAAAAAAAAAAAAAAAAAAA${i}`

/** A disk that counts, by path, the directory syncs and new names that block, and the syncs that do not. */
function counting(disk: Fs) {
  const blocking: string[] = []
  const pooled = new Map<string, number>()
  const fs = new Proxy(disk, {
    get(target, key: keyof Fs) {
      if (key === 'syncDirSync') return (path: string) => (blocking.push(path), target.syncDirSync(path))
      if (key === 'mkdirSync') return (path: string) => (blocking.push(path), target.mkdirSync(path))
      if (key === 'openSync')
        return (path: string, mode: 'read' | 'write' | 'create') => {
          if (mode === 'create') blocking.push(path)
          return target.openSync(path, mode)
        }
      if (key === 'syncDir') return (path: string) => (pooled.set(path, (pooled.get(path) ?? 0) + 1), target.syncDir(path))
      const member = target[key]
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  return { fs, blocking, pooled }
}

test.for(['process', 'power'] as const)(
  '%s: a first record in each of many partitions blocks for no sync and no new name, and shares the syncs it can',
  async (durability) => {
    const clock = virtualClock()
    const { fs, blocking, pooled } = counting(memoryFs())
    const dir = openDir({ fs, clock, durability })
    blocking.length = 0
    const logs = Array.from({ length: PARTITIONS }, (_, i) => dir.open(`${topic(i % 2)}/${i}`, CONFIG))
    for (const log of logs) append(log, batchOf())
    const acknowledged = Promise.all(logs.map((log) => log.acknowledged(1)))
    await clock.advance(BACKGROUND_SYNC_MS + 1)
    expect((await acknowledged).every(Boolean)).toBe(true)
    expect(blocking).toEqual([])
    expect(logs.every((_, i) => pooled.get(`/data/${topic(i % 2)}/${i}`) === 1)).toBe(true)
    for (const shared of ['/data', `/data/${topic(0)}`, `/data/${topic(1)}`]) expect(pooled.get(shared)).toBeLessThanOrEqual(2)
  },
)

test('a directory that cannot be synced takes offline who needs it, for good', async () => {
  const clock = virtualClock()
  const disk = faultyFs({ random: seededRandom(1) })
  const dir = openDir({ fs: disk, clock, durability: 'power' })
  const older = dir.open(`${topic(1)}/0`, CONFIG)
  append(older, batchOf())
  await clock.settle()
  disk.faults.scripted.push({ operation: 'sync-directory', path: new RegExp(`${topic(1)}$`), code: 'EIO' })
  const failing = dir.open(`${topic(1)}/1`, CONFIG)
  append(failing, batchOf())
  await clock.settle()
  disk.faults.scripted.length = 0
  const late = dir.open(`${topic(1)}/2`, CONFIG)
  append(late, batchOf())
  append(older, batchOf())
  await clock.settle()
  expect([older, failing, late].map((log) => [log.health.ok, log.highWatermark])).toEqual([
    [true, 2],
    [false, 0],
    [false, 0],
  ])
})
