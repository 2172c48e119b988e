import { expect } from 'vitest'
import { type Served, requestOf } from './endpoints.ts'
import type { Credentials, Rest } from './rest.ts'
import type { Names } from './world.ts'

/** What a caller without any right may get. */
const REFUSALS: readonly number[] = [401, 403, 404]

/** Operations that answer otherwise, each with the reason why nobody is hurt. */
const ANSWERED: Readonly<Record<string, { readonly status: number; readonly reason: string }>> = {
  createCliV1Usage: { status: 204, reason: "a tool's report on itself, which is checked and thrown away" },
  createIamV2ApiKey: { status: 400, reason: 'an owner that one does not see is as invalid as none' },
  getKafkaCluster: { status: 200, reason: 'who may log in to a cluster learns its brokers, as by Metadata' },
  listKafkaBrokers: { status: 200, reason: 'who may log in to a cluster learns its brokers, as by Metadata' },
  getKafkaBroker: { status: 200, reason: 'who may log in to a cluster learns its brokers, as by Metadata' },
}

export interface Walk {
  readonly operations: readonly Served[]
  readonly as: Credentials
  readonly foreign: Names
  readonly absent: Names
  /** A cluster that the caller may know. */
  readonly own?: string
}

/**
 * Asks each operation about what is there and not the caller's, and about what is not there at all. What is wrong: another status than a refusal (or a list,
 * without anything of others), a difference between the two, and a name in an answer that was not in its request.
 */
export async function differences(rest: Rest, { operations, as, foreign, absent, own }: Walk): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const operation of operations) {
    const ask = async (names: Names) => {
      const { path, body } = requestOf(operation, names)
      const { status, text } = await rest.call(operation.method, path, as, body === undefined ? {} : { body })
      return { status, text, asked: `${decodeURIComponent(path)} ${JSON.stringify(body)}` }
    }
    const [there, nowhere] = [await ask(foreign), await ask(absent)]
    const isWhere = `${operation.method} ${operation.path}`
    if (there.status !== nowhere.status || blurred(there.text, foreign) !== blurred(nowhere.text, absent))
      wrong.push(`${isWhere}: ${there.status} ${there.text} differs from ${nowhere.status} ${nowhere.text}`)
    if (!isExpected(operation.id, there.status)) wrong.push(`${isWhere}: ${there.status} ${there.text}`)
    const told = namesIn(foreign).filter((name) => name !== own && there.text.includes(name) && !there.asked.includes(name))
    if (told.length > 0) wrong.push(`${isWhere} tells of ${told.join(', ')}: ${there.text}`)
  }
  return wrong
}

function isExpected(id: string, status: number): boolean {
  if (REFUSALS.includes(status)) return true
  return id.startsWith('list') ? status === 200 : ANSWERED[id]?.status === status
}

/** Short ones (a number) are in everything. */
const NAME_LENGTH_MIN = 5

export function namesIn(names: Names): readonly string[] {
  return Object.values(names as unknown as Record<string, string>).filter((name) => name.length >= NAME_LENGTH_MIN)
}

/** Without the names that were asked for, and without the ids of requests. */
function blurred(text: string, names: Names): string {
  const longestFirst = namesIn(names).toSorted((a, b) => b.length - a.length)
  const nameless = longestFirst.reduce((rest, name) => rest.replaceAll(name, '<name>'), text)
  return nameless.replaceAll(/"id":"[0-9a-f-]{36}"/g, '"id":"<request>"')
}

/** Every operation refuses these credentials with 401. */
export async function expectUnauthenticated(rest: Rest, operations: readonly Served[], as: Credentials, names: Names): Promise<void> {
  const admitted: string[] = []
  for (const operation of operations) {
    const { path, body } = requestOf(operation, names)
    const { status } = await rest.call(operation.method, path, as, body === undefined ? {} : { body })
    if (status !== 401) admitted.push(`${operation.method} ${operation.path}: ${status}`)
  }
  expect(admitted).toEqual([])
}
