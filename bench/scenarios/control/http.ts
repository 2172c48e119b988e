import { startCloud } from '../../../conformance/authorization-clients/cloud.ts'
import { HttpLoad } from '../../lib/http-load.ts'
import { residentOf } from '../../lib/proc.ts'
import type { Figure, Scenario } from '../../lib/scenario.ts'
import { dataDirOf, idOf } from './common.ts'

const MB = 1e6
const CONNECTIONS = [1, 16] as const
const READ_MS = 3_000
const WARM_UP_MS = 1_000
/** Within the quota of an organization. */
const ACCOUNTS = 400

const KINDS = { read: 'read an environment', list: 'list clusters', create: 'create service accounts', delete: 'delete service accounts' }

export const http: Scenario = {
  name: 'http',
  title: 'Control plane: reads and writes',
  what:
    `Requests over HTTP with a cloud key, on connections that stay open: one, or 16 with one request each under way. Reads for ${READ_MS / 1000} s after ${WARM_UP_MS / 1000} s of warm-up, ` +
    `writes ${ACCOUNTS} times, each durable before it is answered (default durability, disk of the checkout). Memory before is of a platform that nobody spoke HTTP to yet.`,
  figures: [
    ...CONNECTIONS.flatMap((connections) =>
      Object.entries(KINDS).map(([key, title]): Figure => ({
        key: `${key} ${connections}`,
        title: `${title}, ${connections} connection${connections === 1 ? '' : 's'}`,
        unit: '/s',
        better: 'more',
        ...(key === 'read' ? { settles: true as const } : {}),
      })),
    ),
    { key: 'rss before', title: 'resident memory before', unit: 'MB', better: 'less', goal: { kind: 'at-most', value: 120 } },
    { key: 'rss after', title: 'resident memory after', unit: 'MB', better: 'less' },
  ],
  async run(trial) {
    await using cloud = await startCloud(dataDirOf(trial))
    const { up } = cloud
    const values = new Map([['rss before', residentOf(up.pid).now / MB]])
    const environment = { method: 'GET', path: `/org/v2/environments/${up.environment}` } as const
    const clusters = { method: 'GET', path: `/cmk/v2/clusters?environment=${up.environment}` } as const
    const readMs = trial.smoke ? 100 : READ_MS
    for (const connections of CONNECTIONS) {
      using load = new HttpLoad(up.control_plane, { id: up.cloud_api_key, secret: up.cloud_api_secret }, connections)
      await load.rateOf(environment, trial.smoke ? 10 : WARM_UP_MS)
      values.set(`read ${connections}`, await load.rateOf(environment, readMs))
      values.set(`list ${connections}`, await load.rateOf(clusters, readMs))
      const creations = Array.from({ length: trial.smoke ? 4 : ACCOUNTS }, (_, i) => ({
        method: 'POST' as const,
        path: '/iam/v2/service-accounts',
        body: { display_name: `account ${connections} ${i}`, description: '' },
      }))
      const created = await load.each(creations)
      const deleted = await load.each(
        created.answers.map((answer) => ({ method: 'DELETE', path: `/iam/v2/service-accounts/${idOf(answer)}` })),
      )
      values.set(`create ${connections}`, created.perSecond)
      values.set(`delete ${connections}`, deleted.perSecond)
    }
    values.set('rss after', residentOf(up.pid).now / MB)
    return values
  },
}
