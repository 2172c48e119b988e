import { expect, test } from 'vitest'
import { ids, runKillSim } from './kill.sim.ts'
import { realRegistry, readyToRead } from './real-registry.ts'

const SEEDS = 40
const CHUNKS = 8

test.for(Array.from({ length: CHUNKS }, (_, chunk) => (chunk * SEEDS) / CHUNKS))(
  `groups of ${SEEDS / CHUNKS} seeds from %i on lose no answer, give no id twice, and write again within two seconds`,
  async (first) => {
    for (let seed = first; seed < first + SEEDS / CHUNKS; seed++) {
      const { problems, answered, strikes } = await runKillSim(seed, ids)
      expect(problems, `seed ${seed}`).toEqual([])
      expect(answered).toBeGreaterThan(100)
      expect(strikes).toBe(5)
    }
  },
)

const REAL_SEEDS = 20
const REAL_CHUNKS = 4

test.for(Array.from({ length: REAL_CHUNKS }, (_, chunk) => (chunk * REAL_SEEDS) / REAL_CHUNKS))(
  `with the registry's own state and decisions, two tenants: ${REAL_SEEDS / REAL_CHUNKS} seeds from %i on`,
  async (first) => {
    await readyToRead()
    for (let seed = first; seed < first + REAL_SEEDS / REAL_CHUNKS; seed++) {
      const { problems, answered, strikes } = await runKillSim(seed, realRegistry)
      expect(problems, `seed ${seed}`).toEqual([])
      expect(answered).toBeGreaterThan(100)
      expect(strikes).toBe(5)
    }
  },
)
