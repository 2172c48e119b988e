import { expect, test } from 'vitest'
import { startLeat } from '../src/index.ts'

interface Body {
  readonly id: string
  readonly data: readonly { readonly id: string }[]
}

test('the control plane is asked in process, as the first admin, and knows what a client made over HTTP', async () => {
  await using leat = await startLeat()
  const { cloud } = leat
  const listed = await cloud.request('GET', '/org/v2/environments')
  expect(listed.status).toBe(200)
  expect((listed.body as Body).data.map(({ id }) => id)).toEqual([cloud.environment])

  const authorization = `Basic ${Buffer.from(`${cloud.apiKey}:${cloud.apiSecret}`).toString('base64')}`
  const headers = { authorization, 'content-type': 'application/json', connection: 'close' }
  const body = JSON.stringify({ display_name: 'orders' })
  const made = (await (await fetch(`${cloud.url}/org/v2/environments`, { method: 'POST', headers, body })).json()) as Body
  expect((await cloud.request('GET', `/org/v2/environments/${made.id}`)).status).toBe(200)
  expect((await cloud.request('DELETE', `/org/v2/environments/${made.id}`)).status).toBe(204)
  expect((await cloud.request('GET', `/org/v2/environments/${made.id}`)).status).toBeGreaterThanOrEqual(400)
})

test('what the control plane acknowledged is there after a kill, at the same address', async () => {
  await using leat = await startLeat({ clock: 'virtual' })
  const { url, organization } = leat.cloud
  const { body } = await leat.cloud.request('POST', '/org/v2/environments', { display_name: 'orders' })
  await leat.kill()
  expect([leat.cloud.url, leat.cloud.organization]).toEqual([url, organization])
  expect((await leat.cloud.request('GET', `/org/v2/environments/${(body as Body).id}`)).status).toBe(200)
})
