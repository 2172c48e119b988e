import { expect, test } from 'vitest'
import { runStoreCrashSim } from './crash.sim.ts'

const SEEDS = 200
const CHUNKS = 10
const MUTATION_SEEDS = 20

test.for(Array.from({ length: CHUNKS }, (_, chunk) => (chunk * SEEDS) / CHUNKS))(
  `stores of ${SEEDS / CHUNKS} seeds from %i on keep what they answered, and nothing else`,
  async (first) => {
    for (let seed = first; seed < first + SEEDS / CHUNKS; seed++) expect(await runStoreCrashSim(seed), `seed ${seed}`).toEqual([])
  },
)

test('the simulation notices when syncs do nothing', async () => {
  let noticed = 0
  for (let seed = 0; seed < MUTATION_SEEDS; seed++) {
    const problems = await runStoreCrashSim(seed, { ignoreSyncs: true }).catch((error: unknown) => [String(error)])
    if (problems.length > 0) noticed++
  }
  expect(noticed).toBeGreaterThan(MUTATION_SEEDS / 4)
})
