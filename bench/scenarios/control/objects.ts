import { type Cloud, startCloud } from '../../../conformance/authorization-clients/cloud.ts'
import { HttpLoad } from '../../lib/http-load.ts'
import { residentOf, sleep } from '../../lib/proc.ts'
import type { Scenario, Trial } from '../../lib/scenario.ts'
import { median } from '../../lib/stats.ts'
import { dataDirOf, idOf } from './common.ts'

const MB = 1e6
/** Within the quotas of an organization, a service account and a Dedicated cluster. Each account has a binding and eight keys. */
const ACCOUNTS = 999
const KEYS_EACH = 8
const SMOKE_ACCOUNTS = 5
const CONNECTIONS = 16
/** Starts of each, in turns. */
const STARTS = 5
const SETTLE_MS = 3_000

export const objects: Scenario = {
  name: 'objects',
  title: 'Start with 10,000 objects',
  what:
    `A platform with ${ACCOUNTS} service accounts, a role binding and ${KEYS_EACH} keys of a Dedicated cluster for each (${ACCOUNTS * (2 + KEYS_EACH)} objects), and one with the same two clusters and nothing else: each is started again ${STARTS} times in turns, ` +
    `from the spawn of its process to the line that says it is ready. Memory ${SETTLE_MS / 1000} s later. The ratio is of neighbours.`,
  figures: [
    { key: 'empty', title: 'ready, empty', unit: 'ms', better: 'less', goal: { kind: 'at-most', value: 600 } },
    { key: 'full', title: 'ready, 10,000 objects', unit: 'ms', better: 'less' },
    { key: 'ratio', title: 'ready, 10,000 objects / empty', unit: 'ratio', better: 'less', settles: true },
    { key: 'rss empty', title: 'resident memory, empty', unit: 'MB', better: 'less', goal: { kind: 'at-most', value: 120 } },
    { key: 'rss full', title: 'resident memory, 10,000 objects', unit: 'MB', better: 'less' },
    { key: 'made', title: 'objects made over HTTP before', unit: '/s', better: 'more' },
  ],
  async run(trial) {
    await prepared(trial, 'empty', () => Promise.resolve(0))
    const made = await prepared(trial, 'full', (cloud, cluster) => fill(cloud, cluster, trial.smoke ? SMOKE_ACCOUNTS : ACCOUNTS))
    const times = { empty: [] as number[], full: [] as number[] }
    const rss = { empty: [] as number[], full: [] as number[] }
    for (let i = 0; i < (trial.smoke ? 1 : STARTS); i++) {
      for (const name of i % 2 === 0 ? (['empty', 'full'] as const) : (['full', 'empty'] as const)) {
        const began = performance.now()
        await using cloud = await startCloud(dataDirOf(trial, name))
        times[name].push(performance.now() - began)
        await sleep(trial.smoke ? 100 : SETTLE_MS)
        rss[name].push(residentOf(cloud.up.pid).now / MB)
      }
    }
    return new Map([
      ['empty', median(times.empty)],
      ['full', median(times.full)],
      ['ratio', median(times.full.map((ms, i) => ms / times.empty[i]!))],
      ['rss empty', median(rss.empty)],
      ['rss full', median(rss.full)],
      ['made', made],
    ])
  },
}

/** A platform with a second cluster and what `fill` makes; its answer. */
async function prepared(trial: Trial, name: string, make: (cloud: Cloud, cluster: string) => Promise<number>): Promise<number> {
  await using cloud = await startCloud(dataDirOf(trial, name))
  const { id } = await cloud.createCluster('second', { kind: 'Dedicated', cku: 1 })
  return await make(cloud, id)
}

async function fill({ up }: Cloud, cluster: string, accounts: number): Promise<number> {
  using load = new HttpLoad(up.control_plane, { id: up.cloud_api_key, secret: up.cloud_api_secret }, CONNECTIONS)
  const began = performance.now()
  const numbers = Array.from({ length: accounts }, (_, i) => i)
  const created = await load.each(
    numbers.map((i) => ({ method: 'POST', path: '/iam/v2/service-accounts', body: { display_name: `account ${i}`, description: '' } })),
  )
  const ids = created.answers.map(idOf)
  const scope = `crn://confluent.cloud/organization=${up.organization}/environment=${up.environment}/cloud-cluster=${cluster}/kafka=${cluster}`
  const bindings = ids.map((id, i) => ({ principal: `User:${id}`, role_name: 'DeveloperRead', crn_pattern: `${scope}/topic=topic-${i}` }))
  await load.each(bindings.map((body) => ({ method: 'POST', path: '/iam/v2/role-bindings', body })))
  const resource = { id: cluster, environment: up.environment }
  const keys = ids.flatMap((id) => Array.from({ length: KEYS_EACH }, () => ({ spec: { owner: { id }, resource } })))
  await load.each(keys.map((body) => ({ method: 'POST', path: '/iam/v2/api-keys', body })))
  return ((ids.length + bindings.length + keys.length) / (performance.now() - began)) * 1000
}
