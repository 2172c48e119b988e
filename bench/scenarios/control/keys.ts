import { startCloud } from '../../../conformance/authorization-clients/cloud.ts'
import { RawClient } from '../../lib/raw-client.ts'
import type { Scenario } from '../../lib/scenario.ts'
import { median, percentile } from '../../lib/stats.ts'
import { dataDirOf } from './common.ts'

const KEYS = 40
const WARM_UP = 5
const SLOW = 0.95

export const keys: Scenario = {
  name: 'keys',
  title: 'Keys: from the request to the edge',
  what:
    `${KEYS} keys of one service account, one after the other: from the request that creates one until the first login with it over SASL_SSL has succeeded (TLS handshake included, tried once, ` +
    'right after the answer), and from the request that deletes it until that connection is closed.',
  figures: [
    { key: 'login', title: 'created until logged in, median', unit: 'ms', better: 'less', settles: true },
    { key: 'login slow', title: 'created until logged in, 95 %', unit: 'ms', better: 'less' },
    { key: 'answer', title: 'of it the answer to the creation', unit: 'ms', better: 'less' },
    { key: 'cut', title: 'deleted until cut, median', unit: 'ms', better: 'less' },
    { key: 'cut slow', title: 'deleted until cut, 95 %', unit: 'ms', better: 'less', goal: { kind: 'at-most', value: 1000 } },
  ],
  async run(trial) {
    await using cloud = await startCloud(dataDirOf(trial))
    const account = await cloud.createServiceAccount('of keys')
    const times = { login: [] as number[], answer: [] as number[], cut: [] as number[] }
    const count = trial.smoke ? 2 : KEYS + WARM_UP
    for (let i = 0; i < count; i++) {
      const asked = performance.now()
      const key = await cloud.createKey(account, cloud.first.id)
      const answered = performance.now()
      const { bootstrap } = cloud.first
      using client = await RawClient.login({ bootstrap, caFile: cloud.up.ca_file, user: key.id, password: key.secret })
      const loggedIn = performance.now()
      const closed = client.closed().then(() => performance.now())
      await cloud.deleteKey(key)
      const cut = (await closed) - loggedIn
      if (!trial.smoke && i < WARM_UP) continue
      times.answer.push(answered - asked)
      times.login.push(loggedIn - asked)
      times.cut.push(cut)
    }
    return new Map([
      ['login', median(times.login)],
      ['login slow', percentile(times.login, SLOW)],
      ['answer', median(times.answer)],
      ['cut', median(times.cut)],
      ['cut slow', percentile(times.cut, SLOW)],
    ])
  },
}
