import { silentLogger, silentMeter, ok } from '@leat/base'
import { virtualClock } from '@leat/base/sim'
import { service } from '@leat/rest'
import { call } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import { ABSENT_APIS, FORMS } from './absent-apis.ts'

const handler = service({
  operations: [],
  authenticate: async () => ok(null),
  clock: virtualClock(),
  logger: silentLogger,
  meter: silentMeter,
  forms: FORMS,
  absent: ABSENT_APIS,
})

test.for(ABSENT_APIS.flatMap(({ prefix }) => [`${prefix}/things`, `/api${prefix}/things/x-1`, `/confluent.cloud/api${prefix}`]))(
  '%s answers 404 and says that Leat does not have it',
  async (path) => {
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      const answer = await call(handler, { method, path })
      expect(answer.status).toBe(404)
      expect(JSON.stringify(answer.json)).toContain('Leat does not have this API')
      expect(answer.headers['x-request-id']).toBeTruthy()
    }
  },
)

test('connectors word it as their own API does', async () => {
  const answer = await call(handler, { method: 'GET', path: '/connect/v1/environments/env-1/clusters/lkc-1/connectors' })
  expect(answer.json).toEqual({ error: { code: 404, message: 'Connectors: Leat does not have this API' } })
})
