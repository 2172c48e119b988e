import type { HttpHandler } from '@leat/rest'
import { type CalledAnswer, basic, call } from '@leat/rest/testing'
import { expect } from 'vitest'
import type { ProduceResponse } from '../src/api/records.ts'
import { CLUSTER } from './fixture.ts'

export const AT = `/kafka/v3/clusters/${CLUSTER}`

export function as(id: string): { readonly headers: Readonly<Record<string, string>> } {
  return { headers: { authorization: basic(id, 'secret') } }
}

export const ADMIN = as('u-admin')

export async function createTopic(
  handler: HttpHandler,
  name: string,
  partitions = 1,
  configs: Readonly<Record<string, string>> = {},
): Promise<void> {
  const body = {
    topic_name: name,
    partitions_count: partitions,
    configs: Object.entries(configs).map(([config, value]) => ({ name: config, value })),
  }
  const { status, text } = await call(handler, { method: 'POST', path: `${AT}/topics`, body, ...ADMIN })
  expect({ status, text }).toMatchObject({ status: 201 })
}

/** A record to each of the partitions, by the API itself. */
export async function produceTo(handler: HttpHandler, topic: string, partitions: readonly number[]): Promise<void> {
  const records = partitions.map((partition_id, i) => ({ partition_id, value: { type: 'STRING', data: `record ${i}` } }))
  const reports = await produce(handler, topic, records.map((record) => JSON.stringify(record)).join('\n'))
  expect(reports.map(({ error_code }) => error_code)).toEqual(partitions.map(() => 200))
}

export async function produce(
  handler: HttpHandler,
  topic: string,
  body: string | Buffer,
  who = ADMIN,
): Promise<readonly ProduceResponse[]> {
  return reportsIn(await send(handler, topic, body, who))
}

export function send(handler: HttpHandler, topic: string, body: string | Buffer, who = ADMIN): Promise<CalledAnswer<unknown>> {
  const headers = { ...who.headers, 'content-type': 'application/json' }
  return call(handler, { method: 'POST', path: `${AT}/topics/${topic}/records`, body, headers })
}

export function reportsIn({ status, text }: CalledAnswer<unknown>): readonly ProduceResponse[] {
  expect({ status, text }).toMatchObject({ status: 200 })
  return text
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ProduceResponse)
}
