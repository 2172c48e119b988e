import { expect, test } from 'vitest'
import { runKillSim } from './kill.sim.ts'

const SEEDS = 40
const CHUNKS = 8

test.for(Array.from({ length: CHUNKS }, (_, chunk) => (chunk * SEEDS) / CHUNKS))(
  `groups of ${SEEDS / CHUNKS} seeds from %i on lose no answer, give no id twice, and write again within two seconds`,
  async (first) => {
    for (let seed = first; seed < first + SEEDS / CHUNKS; seed++) {
      const { problems, answered, strikes } = await runKillSim(seed)
      expect(problems, `seed ${seed}`).toEqual([])
      expect(answered).toBeGreaterThan(100)
      expect(strikes).toBe(5)
    }
  },
)
