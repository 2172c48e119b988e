import { expect, test } from 'vitest'
import { runEngineCrashSim } from './crash.sim.ts'

const SEEDS = 200
const CHUNKS = 10
const MUTATION_SEEDS = 20

test.for(Array.from({ length: CHUNKS }, (_, chunk) => (chunk * SEEDS) / CHUNKS))(
  `${SEEDS / CHUNKS} engines from seed %i on keep what they promised`,
  async (first) => {
    for (let seed = first; seed < first + SEEDS / CHUNKS; seed++) {
      expect(await runEngineCrashSim(seed), `seed ${seed}; again with: npm run sim -- --seed ${seed}`).toEqual([])
    }
  },
)

test('the simulation notices when syncs do nothing', async () => {
  let noticed = 0
  for (let seed = 0; seed < MUTATION_SEEDS; seed++) {
    const problems = await runEngineCrashSim(seed, { ignoreSyncs: true, durability: 'power' }).catch((error: unknown) => [String(error)])
    if (problems.length > 0) noticed++
  }
  expect(noticed).toBeGreaterThan(MUTATION_SEEDS / 2)
})
