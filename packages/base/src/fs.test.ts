import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type Fs, FsError, makeDurableDir } from './index.ts'
import { nodeFs } from './node/index.ts'
import { type FaultyFs, faultyFs, memoryFs, seededRandom } from './sim/index.ts'

const made: string[] = []
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true })
})

const DISKS: Record<string, () => { fs: Fs; dir: string }> = {
  real: () => {
    const dir = mkdtempSync(join(tmpdir(), 'leat-fs-'))
    made.push(dir)
    return { fs: nodeFs(), dir }
  },
  memory: () => ({ fs: memoryFs(), dir: '/d' }),
  faulty: () => ({ fs: faultyFs({ random: seededRandom(1) }), dir: '/d' }),
}

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return error instanceof FsError ? error.code : String(error)
  }
  return 'nothing was thrown'
}

describe.for(Object.keys(DISKS))('the %s disk', (kind) => {
  let fs: Fs
  let dir: string
  beforeEach(() => {
    ;({ fs, dir } = DISKS[kind]!())
    fs.mkdirSync(`${dir}/a/b`)
  })

  test('reads back what was written, at positions, in chunks', async () => {
    const file = fs.openSync(`${dir}/a/f`, 'create')
    file.writevSync([Buffer.from('hello '), Buffer.alloc(0), Buffer.from('world')], 0)
    await file.writev([Buffer.from('W')], 6)
    await file.datasync()
    const target = Buffer.alloc(20, '.')
    expect([file.readSync(target, 20, 6), await file.read(target, 3, 0), file.sizeSync()]).toEqual([5, 3, 11])
    expect(target.toString()).toBe(`helld${'.'.repeat(15)}`)
    file.truncateSync(5)
    await fs.syncDir(`${dir}/a`)
    await expect(fs.syncDir(`${dir}/none`)).rejects.toThrow(FsError)
    expect(fs.readFileSync(`${dir}/a/f`).toString()).toBe('hello')
    file.writevSync([Buffer.from('!')], 7)
    expect(fs.readFileSync(`${dir}/a/f`)).toEqual(Buffer.from('hello\0\0!'))
    file.closeSync()
  })

  test('directories and files are made without blocking the loop, as they are with', async () => {
    await fs.mkdir(`${dir}/x/y/z`)
    await fs.mkdir(`${dir}/x/y/z`)
    const file = await fs.open(`${dir}/x/y/z/f`, 'create')
    file.writevSync([Buffer.from('one')], 0)
    file.closeSync()
    const again = await fs.open(`${dir}/x/y/z/f`, 'create')
    expect(again.sizeSync()).toBe(3)
    again.closeSync()
    await expect(fs.open(`${dir}/x/none`, 'write')).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(fs.mkdir(`${dir}/x/y/z/f/g`)).rejects.toMatchObject({ code: 'ENOTDIR' })
  })

  test('names: list, stat, rename over, link, unlink, remove, replace', () => {
    fs.replaceFileSync(`${dir}/a/f`, 'one')
    fs.replaceFileSync(`${dir}/a/g`, 'two')
    expect([...fs.listSync(`${dir}/a`)].toSorted((x, y) => x.name.localeCompare(y.name))).toEqual([
      { name: 'b', directory: true },
      { name: 'f', directory: false },
      { name: 'g', directory: false },
    ])
    fs.renameSync(`${dir}/a/f`, `${dir}/a/g`)
    expect(fs.readFileSync(`${dir}/a/g`).toString()).toBe('one')
    fs.linkSync(`${dir}/a/g`, `${dir}/a/h`)
    fs.unlinkSync(`${dir}/a/g`)
    expect(fs.readFileSync(`${dir}/a/h`).toString()).toBe('one')
    expect([fs.statSync(`${dir}/a/h`)?.size, fs.statSync(`${dir}/a`)?.directory, fs.statSync(`${dir}/a/g`)]).toEqual([3, true, null])
    fs.syncDirSync(`${dir}/a`)
    fs.removeSync(`${dir}/a`)
    fs.removeSync(`${dir}/a`)
    expect(fs.statSync(`${dir}/a`)).toBe(null)
  })

  test.for([
    ['ENOENT', (fs: Fs, dir: string) => fs.openSync(`${dir}/none`, 'read')],
    ['ENOENT', (fs: Fs, dir: string) => fs.openSync(`${dir}/none`, 'write')],
    ['ENOENT', (fs: Fs, dir: string) => fs.openSync(`${dir}/none/f`, 'create')],
    ['ENOENT', (fs: Fs, dir: string) => fs.readFileSync(`${dir}/none`)],
    ['ENOENT', (fs: Fs, dir: string) => fs.listSync(`${dir}/none`)],
    ['ENOENT', (fs: Fs, dir: string) => fs.unlinkSync(`${dir}/none`)],
    ['ENOENT', (fs: Fs, dir: string) => fs.renameSync(`${dir}/none`, `${dir}/other`)],
  ] as const)('%s is thrown as such', ([code, run]) => {
    expect(codeOf(() => run(fs, dir))).toBe(code)
  })

  test('EEXIST and ENOTEMPTY are thrown as such', () => {
    fs.replaceFileSync(`${dir}/a/b/f`, 'x')
    fs.replaceFileSync(`${dir}/g`, 'x')
    fs.mkdirSync(`${dir}/c`)
    expect(codeOf(() => fs.linkSync(`${dir}/g`, `${dir}/a/b/f`))).toBe('EEXIST')
    expect(codeOf(() => fs.renameSync(`${dir}/c`, `${dir}/a`))).toBe('ENOTEMPTY')
  })
})

describe('the faulty disk', () => {
  function disk(seed = 1): FaultyFs {
    const fs = faultyFs({ random: seededRandom(seed) })
    fs.mkdirSync('/d')
    fs.syncDirSync('/')
    return fs
  }

  function put(fs: Fs, path: string, text: string): ReturnType<Fs['openSync']> {
    const file = fs.openSync(path, 'create')
    file.writevSync([Buffer.from(text)], 0)
    return file
  }

  test('kill -9 loses nothing; the old view is dead', () => {
    const before = disk()
    const file = put(before, '/d/f', 'unsynced')
    const after = before.crash('process')
    expect(after.readFileSync('/d/f').toString()).toBe('unsynced')
    expect([codeOf(() => file.sizeSync()), codeOf(() => before.listSync('/d')), before.crashed]).toEqual(['ECRASHED', 'ECRASHED', true])
  })

  test('a power loss keeps what was synced with its name, and sometimes loses, tears or keeps the rest', () => {
    const seen = new Set<string>()
    for (let seed = 0; seed < 60; seed++) {
      const before = disk(seed)
      put(before, '/d/safe', 'x'.repeat(2000)).datasyncSync()
      before.syncDirSync('/d')
      before.openSync('/d/safe', 'write').writevSync([Buffer.alloc(2000, 'y')], 0)
      put(before, '/d/nameless', 'z').datasyncSync()
      const after = before.crash('power')
      const safe = after.readFileSync('/d/safe').toString()
      expect(safe).toMatch(/^[xy]{2000}$/)
      seen.add(safe.includes('x') ? (safe.includes('y') ? 'torn' : 'lost') : 'kept')
      seen.add(after.statSync('/d/nameless') === null ? 'name lost' : 'name kept')
    }
    expect([...seen].toSorted()).toEqual(['kept', 'lost', 'name kept', 'name lost', 'torn'])
  })

  test('a failed sync drops what was dirty: a later sync does not bring it back', () => {
    for (let seed = 0; seed < 20; seed++) {
      const fs = disk(seed)
      const file = put(fs, '/d/f', 'lost')
      fs.syncDirSync('/d')
      fs.faults.scripted.push({ operation: 'sync', path: /f$/, code: 'EIO' })
      expect(codeOf(() => file.datasyncSync())).toBe('EIO')
      fs.faults.scripted.length = 0
      file.datasyncSync()
      expect(file.readSync(Buffer.alloc(4), 4, 0)).toBe(4)
      expect(fs.crash('power').readFileSync('/d/f')).toHaveLength(0)
    }
  })

  test('a sync under way covers what was written before it began only', async () => {
    const kept = new Set<string>()
    for (let seed = 0; seed < 20; seed++) {
      const fs = disk(seed)
      const file = put(fs, '/d/f', 'a')
      fs.syncDirSync('/d')
      const synced = file.datasync()
      file.writevSync([Buffer.from('b')], 0)
      await synced
      kept.add(fs.crash('power').readFileSync('/d/f').toString())
    }
    expect([...kept].toSorted()).toEqual(['a', 'b'])
  })

  test('a directory sync under way covers the names made before it began only', async () => {
    const kept = new Set<string>()
    for (let seed = 0; seed < 40; seed++) {
      const fs = disk(seed)
      fs.mkdirSync('/d')
      fs.syncDirSync('/')
      put(fs, '/d/before', '')
      const first = fs.syncDir('/d')
      put(fs, '/d/between', '')
      await Promise.all([first, fs.syncDir('/d')])
      put(fs, '/d/behind', '')
      kept.add(
        fs
          .crash('power')
          .listSync('/d')
          .map(({ name }) => name)
          .join(),
      )
      const half = disk(seed)
      half.mkdirSync('/d')
      half.syncDirSync('/')
      put(half, '/d/before', '')
      const synced = half.syncDir('/d')
      put(half, '/d/behind', '')
      await synced
      kept.add(
        half
          .crash('power')
          .listSync('/d')
          .map(({ name }) => name)
          .join(),
      )
    }
    expect([...kept].toSorted()).toEqual(['before', 'before,behind', 'before,between', 'before,between,behind'])
  })

  test('makeDurableDir: the whole path survives a power loss, also what somebody else made and did not sync', () => {
    for (let seed = 0; seed < 20; seed++) {
      const fs = disk(seed)
      fs.mkdirSync('/a/b')
      makeDurableDir(fs, '/a/b/c/d', 0o700)
      expect(fs.crash('power').statSync('/a/b/c/d')).toMatchObject({ directory: true })
    }
  })

  test('a disk fills up in the middle of a write', () => {
    const fs = disk()
    const file = put(fs, '/d/f', '12345')
    fs.faults.bytesLeft = 3
    expect(codeOf(() => file.writevSync([Buffer.from('abcdef')], 5))).toBe('ENOSPC')
    expect(fs.readFileSync('/d/f').toString()).toBe('12345abc')
    fs.faults.full = true
    expect(codeOf(() => fs.openSync('/d/g', 'create'))).toBe('ENOSPC')
  })
})
