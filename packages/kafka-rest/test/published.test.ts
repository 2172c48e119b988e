import { existsSync, readFileSync } from 'node:fs'
import { openApi } from '@leat/rest'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { kafkaRestEndpoints } from '../src/api/index.ts'
import { BODY_NOT_TAKEN, CHECKED_BY_LOGIC, NOT_DECLARED, NOT_SERVED, UNPUBLISHED } from './published/deliberate.ts'
import type { PublishedOperation, Shape } from './published/digest.ts'
import { digestOf } from './published/extract.ts'
import { PUBLISHED } from './published/published.ts'

const DOCUMENT = new URL('../../../../shared/reference/openapi/kafkarest-v3.yaml', import.meta.url)

/** Leat's own views of a cluster are published by nobody else. */
const COMMON = kafkaRestEndpoints.filter(({ api }) => api === 'kafka/v3')
const SERVED = digestOf(openApi(COMMON, { title: 'Kafka REST', version: 'v3' }), () => true)
const publishedAndServed = Object.keys(SERVED).filter((name) => !(name in UNPUBLISHED))

describe('what is served is what is published', () => {
  test('every operation of the document is served, or listed with a reason', () => {
    const unexplained = Object.keys(PUBLISHED).filter((name) => !(name in SERVED) && !NOT_SERVED.some(([pattern]) => pattern.test(name)))
    expect(unexplained).toEqual([])
  })

  test('every operation served is in the document, or listed with a reason', () => {
    expect(Object.keys(SERVED).filter((name) => !(name in PUBLISHED) && !(name in UNPUBLISHED))).toEqual([])
    expect(Object.keys(UNPUBLISHED).filter((name) => name in PUBLISHED || !(name in SERVED))).toEqual([])
  })

  test.for(publishedAndServed)('%s: id, parameters, status', (name) => {
    const ours = SERVED[name]!
    const published = PUBLISHED[name]!
    expect(ours.operationId).toBe(published.operationId)
    const declared = Object.entries(published.query).filter(([parameter]) => !NOT_DECLARED.has(parameter))
    const checked = CHECKED_BY_LOGIC[name] ?? []
    const query = Object.entries(ours.query).map(([parameter, { required }]) => [
      parameter,
      { required: required || checked.includes(parameter) },
    ])
    expect(Object.fromEntries(query)).toEqual(Object.fromEntries(declared))
    expect(Object.keys(published.statuses)).toContain(successOf(ours))
  })

  test.for(publishedAndServed)('%s: the body it takes', (name) => {
    const ours = SERVED[name]!.body
    const published = PUBLISHED[name]!.body
    if (published === null || BODY_NOT_TAKEN.some(([pattern]) => pattern.test(name))) return expect(ours).toBeNull()
    expect(faultsBetween(ours!, published, 'takes')).toEqual([])
  })

  test.for(publishedAndServed)('%s: the body it answers', (name) => {
    const status = successOf(SERVED[name]!)
    const ours = SERVED[name]!.statuses[status] ?? null
    const published = PUBLISHED[name]!.statuses[status] ?? null
    if (ours !== null) expect(faultsBetween(ours, published!, 'answers')).toEqual([])
  })
})

test('the digest is what the published document says', () => {
  if (!existsSync(DOCUMENT)) return
  // The limit is the yaml package's guard against bombs of aliases, of which there are none.
  const fresh = digestOf(parse(readFileSync(DOCUMENT, 'utf8'), { maxAliasCount: 0 }), (name) => !/streams-groups/.test(name))
  expect(PUBLISHED).toEqual(fresh)
})

function successOf({ statuses }: PublishedOperation): string {
  return Object.keys(statuses).find((status) => status !== 'default')!
}

/** A body we take must be able to be all that is published; one we answer may be no more than that, and has all that is required. */
function faultsBetween(ours: Shape, published: Shape, direction: 'takes' | 'answers', at = ''): string[] {
  if (ours.type === 'any' || published.type === 'any') return []
  const faults: string[] = []
  if (ours.type !== published.type) faults.push(`${at}: ${ours.type}, published ${published.type}`)
  const properties = published.properties ?? {}
  for (const [name, shape] of Object.entries(ours.properties ?? {})) {
    const other = properties[name]
    if (other === undefined) faults.push(`${at}/${name} is not published`)
    else faults.push(...faultsBetween(shape, other, direction, `${at}/${name}`))
  }
  for (const name of Object.keys(properties))
    if (direction === 'takes' && !(name in (ours.properties ?? {}))) faults.push(`${at}/${name} is not taken`)
  if (published.type === 'object') {
    const ourRequired = ours.required ?? []
    const theirRequired = published.required ?? []
    for (const name of theirRequired) if (!ourRequired.includes(name)) faults.push(`${at}/${name} is required by the document`)
    if (direction === 'takes')
      for (const name of ourRequired) if (!theirRequired.includes(name)) faults.push(`${at}/${name} is required here only`)
  }
  if (ours.items !== undefined && published.items !== undefined)
    faults.push(...faultsBetween(ours.items, published.items, direction, `${at}[]`))
  const words = published.words
  if (words !== undefined && ours.words !== undefined) {
    for (const word of ours.words) if (!words.includes(word)) faults.push(`${at}: ${word} is not a published word`)
    if (direction === 'takes') for (const word of words) if (!ours.words.includes(word)) faults.push(`${at}: ${word} is not taken`)
  }
  return faults
}
