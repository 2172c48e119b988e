import { silentLogger, silentMeter } from '@leat/base'
import { memoryFs, seededRandom, virtualClock } from '@leat/base/sim'
import { openEngine } from '@leat/engine'
import { expect, test } from 'vitest'
import { ACL_APIS } from '../acls/acl-apis.ts'
import { callOf, recorder, sessionOf, topicView } from '../testing/access.ts'
import { fakeBackend } from '../testing/fake-backend.ts'
import { AUTHORIZATION } from './table.ts'
import { authorizing } from './authorizing.ts'
import { rulesOf, NO_LIMITS } from '@leat/access'
import { NO_ACL_WRITER } from '../acls/acl-writer.ts'
import { ShareFetch } from '@leat/wire/messages'

test('every API the engine serves has an entry, and every entry is of an API that is served', async () => {
  await using engine = await openEngine({
    fs: memoryFs(),
    dir: '/data',
    clock: virtualClock(),
    random: seededRandom('table'),
    logger: silentLogger,
    meter: silentMeter,
    clusterId: 'table',
    nodes: [1],
    durability: 'none',
  })
  const served = [...engine.apis.values(), ...ACL_APIS.values()].map(({ api }) => api.name)
  expect(AUTHORIZATION.map(({ api }) => api.name).sort()).toEqual(served.sort())
})

test('an API without an entry is refused', async () => {
  const backend = fakeBackend()
  const options = {
    cluster: 'lkc-1',
    rules: rulesOf(),
    topics: topicView(new Map()),
    acls: NO_ACL_WRITER,
    audit: recorder(),
    clock: virtualClock(),
  }
  const step = authorizing({ backend, ...options, limits: () => NO_LIMITS, configRules: () => null })
  expect(await step.dispatch(callOf(ShareFetch, 1, {}, sessionOf()))).toEqual({ kind: 'close', reason: 'unknown-api' })
  expect(backend.calls).toEqual([])
})
