import { seededRandom, virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { kafkaRestEndpoints } from './api/index.ts'
import { kafkaRestOperations } from './operations.ts'

test('every endpoint has logic, and all logic an endpoint that is told', () => {
  const door = { connect: () => null, activity: async () => null, clusters: () => [] }
  const operations = kafkaRestOperations(door, { clock: virtualClock(), random: seededRandom('rest') })
  const served = operations.map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`)
  const told = kafkaRestEndpoints.map(({ method, path }) => `${method} ${path}`)
  expect(served.toSorted()).toEqual(told.toSorted())
})
