import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { controlDocument, DOCUMENT_FILE } from '../../scripts/openapi.ts'
import { DIFFERENCES } from './differences.ts'
import { PUBLISHED_STATUSES, STATUS_DOCUMENTS } from './statuses.ts'
import { type Fields, operationsOf, type PublishedOperation } from './operation.ts'

/** The published documents lie beside the project, where they lie at all. */
const FOLDER = new URL('../../../../../shared/reference/openapi/', import.meta.url)
const DOCUMENTS = ['org-v2', 'cmk-v2', 'srcm-v3', 'kafka-quotas-v1', 'service-quota-v1', 'iam-v2', 'apikeys-v2', 'mds-v2', 'iam-v1']

test('the committed document is what the endpoint definitions say', () => {
  expect(readFileSync(DOCUMENT_FILE, 'utf8')).toBe(controlDocument())
})

test('the document and the published ones agree, or differ for a reason that is listed', () => {
  if (!existsSync(FOLDER)) return
  const published = byKey(DOCUMENTS.flatMap((name) => operationsOf(parsed(name))))
  const served = byKey(operationsOf(JSON.parse(controlDocument()) as Record<string, unknown>))
  const lines = differencesOf(served, published)
  expect(lines.filter((line) => !DIFFERENCES.some(([listed]) => listed.test(line)))).toEqual([])
  expect(DIFFERENCES.filter(([listed]) => !lines.some((line) => listed.test(line))).map(([listed]) => String(listed))).toEqual([])
})

test('the statuses that tests hold answers against are the published ones', () => {
  if (!existsSync(FOLDER)) return
  const published: Record<string, string> = {}
  for (const name of STATUS_DOCUMENTS) {
    for (const [path, methods] of Object.entries(parsed(name)['paths'] as Record<string, Record<string, { responses?: object }>>)) {
      for (const [method, { responses }] of Object.entries(methods)) {
        if (responses !== undefined) published[`${method.toUpperCase()} ${path}`] = Object.keys(responses).join(' ')
      }
    }
  }
  expect(PUBLISHED_STATUSES).toEqual(published)
})

function parsed(name: string): Record<string, unknown> {
  // The limit is the package's guard against bombs of aliases, of which there are none.
  return parse(readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8'), { maxAliasCount: 0 }) as Record<string, unknown>
}

function byKey(operations: readonly PublishedOperation[]): ReadonlyMap<string, PublishedOperation> {
  return new Map(operations.map((operation) => [operation.key, operation]))
}

function differencesOf(served: ReadonlyMap<string, PublishedOperation>, published: ReadonlyMap<string, PublishedOperation>): string[] {
  const lines: string[] = []
  for (const key of published.keys()) if (!served.has(key)) lines.push(`- ${key}`)
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

function between(where: string, ours: Fields | ReadonlyMap<string, boolean>, theirs: Fields | ReadonlyMap<string, boolean>): string[] {
  const lines: string[] = []
  for (const [field, value] of ours) {
    if (!theirs.has(field)) lines.push(`${where} + ${field}`)
    else if (JSON.stringify(theirs.get(field)) !== JSON.stringify(value)) lines.push(`${where} = ${field}`)
  }
  for (const field of theirs.keys()) if (!ours.has(field)) lines.push(`${where} - ${field}`)
  return lines
}
