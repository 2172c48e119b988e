import { silentLogger } from '@leat/base'
import { faultyFs, memoryFs, seededRandom } from '@leat/base/sim'
import { describe, expect, test } from 'vitest'
import { JournalUnreadable, StorageFault, openJournal } from './journal.ts'

const open = (fs: ReturnType<typeof memoryFs>) => openJournal({ fs, dir: '/meta', logger: silentLogger, sync: true })
const FILE = '/meta/metadata.journal'

async function written(count: number): Promise<ReturnType<typeof memoryFs>> {
  const fs = memoryFs()
  const { journal } = open(fs)
  for (let i = 0; i < count; i++) await journal.append({ entry: i })
  journal.close()
  return fs
}

describe('journal', () => {
  test('gives back what was appended, in order', async () => {
    expect(open(await written(3)).entries).toEqual([{ entry: 0 }, { entry: 1 }, { entry: 2 }])
  })

  test('cuts a torn tail and goes on behind what is whole', async () => {
    const fs = await written(3)
    const bytes = fs.readFileSync(FILE)
    for (let cut = 1; cut < 27; cut++) {
      fs.replaceFileSync(FILE, bytes.subarray(0, bytes.length - cut))
      const { journal, entries } = open(fs)
      expect(entries).toEqual([{ entry: 0 }, { entry: 1 }])
      await journal.append({ entry: 'after' })
      journal.close()
      expect(open(fs).entries).toEqual([{ entry: 0 }, { entry: 1 }, { entry: 'after' }])
    }
  })

  test('refuses damage before the tail, because entries behind it would be lost', async () => {
    const fs = await written(3)
    const bytes = Buffer.from(fs.readFileSync(FILE))
    bytes[16 + 18]! ^= 1
    fs.replaceFileSync(FILE, bytes)
    expect(() => open(fs)).toThrow(JournalUnreadable)
  })

  test('refuses a newer format with a message that names both', async () => {
    const fs = await written(1)
    const { crc32c } = await import('@leat/wire/records')
    const bytes = Buffer.from(fs.readFileSync(FILE))
    bytes.writeUInt32BE(2, 8)
    bytes.writeUInt32BE(crc32c(bytes, 0, 12), 12)
    fs.replaceFileSync(FILE, bytes)
    expect(() => open(fs)).toThrow(/has format 2; this release of Leat reads up to 1/)
  })

  test('after a snapshot only what came later is replayed, also when the journal was not emptied yet', async () => {
    const fs = await written(2)
    const before = fs.readFileSync(FILE)
    const { journal } = open(fs)
    journal.snapshot({ state: 2 })
    await journal.append({ entry: 2 })
    journal.close()
    expect(open(fs)).toMatchObject({ snapshot: { state: 2 }, entries: [{ entry: 2 }] })
    fs.replaceFileSync(FILE, before) // the crash came between the two files
    expect(open(fs)).toMatchObject({ snapshot: { state: 2 }, entries: [] })
  })

  test('a full disk refuses the entry and leaves no part of it behind', async () => {
    const fs = faultyFs({ random: seededRandom('journal') })
    const { journal } = openJournal({ fs, dir: '/meta', logger: silentLogger, sync: true })
    await journal.append({ entry: 0 })
    fs.faults.bytesLeft = 10
    await expect(journal.append({ entry: 'too long for the disk' })).rejects.toThrow(StorageFault)
    fs.faults.bytesLeft = null
    await journal.append({ entry: 1 })
    expect(open(fs).entries).toEqual([{ entry: 0 }, { entry: 1 }])
  })

  test('a failed sync refuses this entry and all that follow', async () => {
    const fs = faultyFs({ random: seededRandom('journal') })
    const { journal } = openJournal({ fs, dir: '/meta', logger: silentLogger, sync: true })
    fs.faults.scripted.push({ operation: 'sync', path: /journal/, code: 'EIO' })
    await expect(journal.append({ entry: 0 })).rejects.toThrow(StorageFault)
    fs.faults.scripted.length = 0
    await expect(journal.append({ entry: 1 })).rejects.toThrow(/failed earlier/)
  })

  test.for(Array.from({ length: 20 }, (_, seed) => seed))('what was appended survives a loss of power (seed %i)', async (seed) => {
    const fs = faultyFs({ random: seededRandom(seed) })
    const { journal } = openJournal({ fs, dir: '/meta', logger: silentLogger, sync: true })
    for (let i = 0; i <= seed; i++) await journal.append({ entry: i })
    if (seed % 3 === 0) journal.snapshot({ state: seed })
    const { snapshot, entries } = openJournal({ fs: fs.crash('power'), dir: '/meta', logger: silentLogger, sync: true })
    if (seed % 3 === 0) expect([snapshot, entries]).toEqual([{ state: seed }, []])
    else expect(entries).toHaveLength(seed + 1)
  })

  test.for([0, 1, 2, 3, 4, 5])(
    'what was read after a failed sync and a restart is on the disk, with all that follows (seed %i)',
    async (seed) => {
      const disk = faultyFs({ random: seededRandom(seed) })
      const first = open(disk)
      await first.journal.append({ entry: 0 })
      disk.faults.scripted.push({ operation: 'sync', path: /metadata/, code: 'EIO' })
      await expect(first.journal.append({ entry: 1 })).rejects.toThrow(StorageFault)

      const restarted = disk.crash('process')
      const second = open(restarted)
      await second.journal.append({ entry: 2 })
      const after = open(restarted.crash('power'))
      expect(after.entries).toEqual([...second.entries, { entry: 2 }])
    },
  )
})
