import { type CalledAnswer, basic, call } from '@leat/rest/testing'
import { expect } from 'vitest'
import { CLUSTER, type KafkaRestUnderTest } from './fixture.ts'
import { expectPublished } from './published/expect-published.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One call of a tool, and all of the answer. In texts `$SELF` stands for the cluster's address, `$CLUSTER` for its id, other `$NAMES` for what was prepared. */
export interface Step {
  readonly does: string
  /** Below `/kafka/v3/clusters/lkc-…`. */
  readonly send: readonly [Method, string]
  readonly body?: unknown
  /** Who calls; the cluster's admin unless told. */
  readonly as?: string
  readonly status: number
  readonly location?: string
  /** The whole body as JSON; absent: there is none. */
  readonly answer?: unknown
}

export interface Replay {
  readonly name: string
  readonly prepare?: (kafka: KafkaRestUnderTest) => Promise<Readonly<Record<string, string>>>
  readonly steps: readonly Step[]
}

const ORIGIN = 'http://localhost:9021'

export async function play({ prepare, steps }: Replay, kafka: KafkaRestUnderTest): Promise<void> {
  const prepared = (await prepare?.(kafka)) ?? {}
  const variables: Readonly<Record<string, string>> = { SELF: `${ORIGIN}/kafka/v3/clusters/${CLUSTER}`, CLUSTER, ...prepared }
  for (const step of steps) {
    const [method, path] = fill(step.send, variables)
    const answer = await call(kafka.handler, {
      method,
      path: `/kafka/v3/clusters/${CLUSTER}${path}`,
      headers: { authorization: basic(step.as ?? 'u-admin', 'secret') },
      ...(step.body === undefined ? {} : { body: fill(step.body, variables) }),
    })
    expectAnswer(step, answer, variables)
    expectPublished(method, `/kafka/v3/clusters/${CLUSTER}${path}`, answer)
  }
}

function expectAnswer(step: Step, answer: CalledAnswer<unknown>, variables: Readonly<Record<string, string>>): void {
  const { status, headers, text, json } = answer
  expect({ step: step.does, status, body: text === '' ? undefined : json }).toEqual({
    step: step.does,
    status: step.status,
    body: fill(step.answer, variables),
  })
  expect(headers['x-request-id'], step.does).toMatch(/^[0-9a-f-]{36}$/)
  expect(headers['content-type'], step.does).toBe(text === '' ? undefined : 'application/json')
  expect(headers['location'], step.does).toBe(fill(step.location, variables))
}

function fill<T>(value: T, variables: Readonly<Record<string, string>>): T {
  if (typeof value === 'string') return value.replace(/\$([A-Z]+)/g, (all, name: string) => variables[name] ?? all) as T
  if (Array.isArray(value)) return value.map((item: unknown) => fill(item, variables)) as T
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item as unknown, variables)])) as T
  return value
}
