import { expect, test } from 'vitest'
import { runCrashSim } from './crash.sim.ts'

const SEEDS = 200
const MUTATION_SEEDS = 40
/** Found something once: a snapshot torn by a power loss, which retention on a full disk trusted. */
const SEEDS_OF_OLD = [5514, 20_280]

test(`${SEEDS} seeds: recovery keeps what was promised`, async () => {
  for (let seed = 0; seed < SEEDS; seed++) expect(await runCrashSim(seed), `seed ${seed}`).toEqual([])
})

test.for(SEEDS_OF_OLD)('seed %i: what it found once stays mended', async (seed) => {
  expect(await runCrashSim(seed)).toEqual([])
})

test('the simulation notices when syncs do nothing', async () => {
  let noticed = 0
  for (let seed = 0; seed < MUTATION_SEEDS; seed++)
    if ((await runCrashSim(seed, { ignoreSyncs: true, durability: 'power' })).length > 0) noticed++
  expect(noticed).toBeGreaterThan(MUTATION_SEEDS / 4)
})
