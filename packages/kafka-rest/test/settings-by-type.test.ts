import type { ConfigRules } from '@leat/access'
import { call } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import { kafkaRestUnderTest } from './fixture.ts'
import { ADMIN, AT } from './given.ts'

const RULES: ConfigRules = { topic: { 'delete.retention.ms': { max: 60_566_400_000 } }, cluster: null }

/** The text that Terraform knows, with the numbers that the CLI and Terraform print. */
const TOO_LONG = {
  status: 400,
  json: { error_code: 40002, message: "Config property 'delete.retention.ms' with value '63113904003' exceeded max limit of 60566400000." },
}

test('what the type of a cluster does not allow is a 400 in the cloud’s words', async () => {
  await using kafka = await kafkaRestUnderTest({ configRules: RULES })
  const ask = (method: 'POST' | 'PUT', path: string, body: unknown) => call(kafka.handler, { method, path: `${AT}${path}`, ...ADMIN, body })
  const tooLong = { name: 'delete.retention.ms', value: '63113904003' }
  expect(await ask('POST', '/topics', { topic_name: 'orders', configs: [tooLong] })).toMatchObject(TOO_LONG)
  expect((await ask('POST', '/topics', { topic_name: 'orders' })).status).toBe(201)
  expect(await ask('POST', '/topics/orders/configs:alter', { data: [tooLong] })).toMatchObject(TOO_LONG)
  expect(await ask('PUT', '/topics/orders/configs/flush.ms', { value: '1' })).toMatchObject({
    status: 400,
    json: { error_code: 40002, message: "Altering config property 'flush.ms' is disallowed." },
  })
  const cluster = { data: [{ name: 'auto.create.topics.enable', value: 'true' }] }
  expect(await ask('POST', '/broker-configs:alter', cluster)).toMatchObject({
    status: 400,
    json: { error_code: 40002, message: 'Altering resources of type BROKER is not permitted' },
  })
})
