import { startCloud } from '../../../conformance/authorization-clients/cloud.ts'
import { residentOf } from '../../lib/proc.ts'
import type { Scenario } from '../../lib/scenario.ts'
import { median } from '../../lib/stats.ts'
import { dataDirOf } from './common.ts'

const MB = 1e6
/** Of each kind; the quota of an environment is 20. */
const EACH = 5

const KINDS = { basic: { kind: 'Basic' }, standard: { kind: 'Standard' }, dedicated: { kind: 'Dedicated', cku: 1 } } as const

export const clusters: Scenario = {
  name: 'clusters',
  title: 'Clusters: from the request to a usable one',
  what:
    `${EACH} clusters of each kind in one process, kinds in turns: from the request until it says PROVISIONED, which is asked for every 10 ms. Dedicated is 1 CKU, 4 brokers. ` +
    'Memory is what is resident afterwards over what was before, by their number.',
  figures: [
    { key: 'basic', title: 'Basic', unit: 'ms', better: 'less' },
    { key: 'standard', title: 'Standard', unit: 'ms', better: 'less', settles: true },
    { key: 'dedicated', title: 'Dedicated, 1 CKU', unit: 'ms', better: 'less' },
    { key: 'rss', title: 'resident memory per cluster', unit: 'MB', better: 'less' },
  ],
  async run(trial) {
    await using cloud = await startCloud(dataDirOf(trial))
    await cloud.ask('GET', '/iam/v2/users')
    const before = residentOf(cloud.up.pid).now
    const times = new Map<string, number[]>()
    const each = trial.smoke ? 1 : EACH
    for (let i = 0; i < each; i++) {
      for (const [name, config] of Object.entries(KINDS)) {
        const began = performance.now()
        await cloud.createCluster(`${name} ${i}`, config)
        times.set(name, [...(times.get(name) ?? []), performance.now() - began])
      }
    }
    const count = each * Object.keys(KINDS).length
    const values = new Map([...times].map(([name, ms]) => [name, median(ms)]))
    return values.set('rss', (residentOf(cloud.up.pid).now - before) / MB / count)
  },
}
