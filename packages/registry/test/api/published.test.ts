import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { operationsOf, type PublishedOperation } from '../../../control/test/openapi/operation.ts'
import { DOCUMENT_FILE, registryDocument } from '../../scripts/openapi.ts'
import { DIFFERENCES } from './differences.ts'

/** The published document lies beside the project, where it lies at all. */
const PUBLISHED = new URL('../../../../../shared/reference/openapi/schema-registry-v1.yaml', import.meta.url)

test('the committed document is what the endpoint definitions say', () => {
  expect(readFileSync(DOCUMENT_FILE, 'utf8')).toBe(registryDocument())
})

test('the document and the published one agree, or differ for a reason that is listed', () => {
  if (!existsSync(PUBLISHED)) return
  const lines = differencesOf(
    byKey(JSON.parse(registryDocument()) as Record<string, unknown>),
    // The limit is the package's guard against bombs of aliases, of which there are none.
    byKey(parse(readFileSync(PUBLISHED, 'utf8').replaceAll(/; qs=[\d.]+/g, ''), { maxAliasCount: 0 }) as Record<string, unknown>),
  )
  expect(lines.filter((line) => !DIFFERENCES.some(([listed]) => listed.test(line)))).toEqual([])
  expect(DIFFERENCES.filter(([listed]) => !lines.some((line) => listed.test(line))).map(([listed]) => String(listed))).toEqual([])
})

function byKey(document: Record<string, unknown>): ReadonlyMap<string, PublishedOperation> {
  return new Map(operationsOf(document).map((operation) => [operation.key, operation]))
}

function differencesOf(
  served: ReadonlyMap<string, PublishedOperation>,
  published: ReadonlyMap<string, PublishedOperation>,
): readonly string[] {
  const lines = [...published.keys()].filter((key) => !served.has(key)).map((key) => `- ${key}`)
  for (const [key, ours] of served) {
    const theirs = published.get(key)
    if (theirs === undefined) {
      lines.push(`+ ${key}`)
      continue
    }
    if (ours.operationId !== theirs.operationId) lines.push(`${key} is ${ours.operationId}, published ${theirs.operationId}`)
    if (ours.successStatus !== theirs.successStatus) lines.push(`${key} answers ${ours.successStatus}, published ${theirs.successStatus}`)
    lines.push(...between(`${key} query`, ours.query, theirs.query))
    lines.push(...between(`${key} body`, ours.body, theirs.body))
    lines.push(...between(`${key} answer`, ours.answer, theirs.answer))
  }
  return lines
}

function between(where: string, ours: ReadonlyMap<string, unknown>, theirs: ReadonlyMap<string, unknown>): readonly string[] {
  const more = [...ours.keys()].filter((field) => !theirs.has(field)).map((field) => `${where} + ${field}`)
  const less = [...theirs.keys()].filter((field) => !ours.has(field)).map((field) => `${where} - ${field}`)
  return [...more, ...less]
}
