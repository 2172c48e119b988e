import { expect, test } from 'vitest'
import { testRegistry } from '../../../packages/registry/test/api/fixture.ts'
import { CALLS } from './calls.ts'
import { DIFFERENCES } from './differences.ts'
import { difference, recorded } from './recorded.ts'

/** Answered from the beginning by a registry in this process. */
async function differences(): Promise<readonly (readonly [name: string, difference: string])[]> {
  const { ask } = testRegistry()
  const found: (readonly [string, string])[] = []
  for (const [index, { name, request, body }] of CALLS.entries()) {
    const { status, json, text } = await ask<unknown>(request, body)
    const told = difference(recorded()[index]!, { name, status, body: json ?? text })
    if (told !== null) found.push([name, told])
  }
  return found
}

test('the recording has an answer to each call', () => {
  expect(recorded().map(({ name }) => name)).toEqual(CALLS.map(({ name }) => name))
})

test('each difference from Apicurio Registry is listed with its reason, and each one that is listed is there', async () => {
  const found = await differences()
  const unexplained = found.filter(([name]) => DIFFERENCES[name] === undefined)
  expect(unexplained).toEqual([])
  expect(Object.keys(DIFFERENCES).toSorted()).toEqual(found.map(([name]) => name).toSorted())
})
