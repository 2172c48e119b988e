import { seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { startAndKill, startLeat, temporaryDirectory } from './lib/leat.ts'
import { VerifyingLoad } from './lib/load.ts'

const ROUNDS = Number(process.env.LEAT_KILL_ROUNDS ?? 5)
const ROUND_MS_MAX = 20_000
const LOAD_MS_MAX = 1_500
/** Long enough to be in the middle of a start, short enough not to be ready. */
const START_MS_MAX = 400

test(
  `${ROUNDS} times kill -9 under load: nothing acknowledged is missing, nothing is there twice`,
  { timeout: 30_000 + ROUNDS * ROUND_MS_MAX },
  async () => {
    using directory = temporaryDirectory()
    const random = seededRandom(`kill/${process.pid}/${performance.now()}`)
    const load = new VerifyingLoad(random)
    {
      await using leat = await startLeat(directory.path)
      await load.prepare(leat.plaintext)
    }
    for (let round = 0; round < ROUNDS; round++) {
      while (random.below(3) === 0) await startAndKill(directory.path, random.below(START_MS_MAX))
      await using leat = await startLeat(directory.path)
      expect(await load.check(leat.plaintext), `round ${round}`).toEqual([])
      const running = load.run(leat.plaintext)
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 50 + random.below(LOAD_MS_MAX)))])
      const { signal } = await leat.end('SIGKILL')
      expect(signal).toBe('SIGKILL')
      await running
    }
    await using leat = await startLeat(directory.path)
    expect(await load.check(leat.plaintext), 'at the end').toEqual([])
    expect(load.acknowledgedRecords).toBeGreaterThan(ROUNDS)
  },
)
