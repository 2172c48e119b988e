import { residentOf, sleep } from '../lib/proc.ts'
import type { Scenario } from '../lib/scenario.ts'
import { median } from '../lib/stats.ts'
import { fill, usual } from './fill.ts'
import { ask, startKafkaOfLeat, startRegistry } from './process.ts'

const MB = 1e6
const SIZES = { '1,000': 1_000, '10,000': 10_000, '100,000': 100_000 } as const
const SMOKE_PART = 0.01
const STARTS = 3
const SETTLE_MS = 3_000

export const starts: Scenario = {
  name: 'starts',
  title: 'Registry: start and memory',
  what:
    `Schemas of some 1,270 characters, a third Avro, JSON Schema and Protobuf each, ten versions a subject, written straight into \`_schemas\` of a Leat; then \`./leat registry\` on it is started ${STARTS} times, ` +
    `from the spawn of its process to the line that says that it serves. Memory ${SETTLE_MS / 1000} s later, before any request.`,
  figures: [
    { key: 'ready 1,000', title: 'ready, 1,000 schemas', unit: 'ms', better: 'less' },
    { key: 'ready 10,000', title: 'ready, 10,000 schemas', unit: 'ms', better: 'less' },
    { key: 'ready 100,000', title: 'ready, 100,000 schemas', unit: 'ms', better: 'less', goal: { kind: 'at-most', value: 3_000 } },
    { key: 'rss 1,000', title: 'resident memory, 1,000 schemas', unit: 'MB', better: 'less' },
    { key: 'rss 10,000', title: 'resident memory, 10,000 schemas', unit: 'MB', better: 'less' },
    { key: 'rss 100,000', title: 'resident memory, 100,000 schemas', unit: 'MB', better: 'less', goal: { kind: 'at-most', value: 400 } },
    { key: 'peak 100,000', title: 'the most it ever was', unit: 'MB', better: 'less' },
  ],
  async run(trial) {
    const values = new Map<string, number>()
    for (const [name, full] of Object.entries(SIZES)) {
      const count = trial.smoke ? full * SMOKE_PART : full
      await using kafka = await startKafkaOfLeat({ dir: `${trial.dir}/${full}` })
      await fill(kafka.bootstrap, usual(count))
      const seen: { readonly startMs: number; readonly now: number; readonly peak: number }[] = []
      for (let i = 0; i < (trial.smoke ? 1 : STARTS); i++) {
        await using registry = await startRegistry(kafka, trial)
        await sleep(trial.smoke ? 0 : SETTLE_MS)
        seen.push({ startMs: registry.startMs, ...residentOf(registry.pid) })
        await mustKnow(registry.url, count)
      }
      values.set(`ready ${name}`, median(seen.map(({ startMs }) => startMs)))
      values.set(`rss ${name}`, median(seen.map(({ now }) => now / MB)))
      values.set(`peak ${name}`, median(seen.map(({ peak }) => peak / MB)))
    }
    return values
  },
}

async function mustKnow(url: string, id: number): Promise<void> {
  await ask(url, 'GET', `/schemas/ids/${id}`)
}
