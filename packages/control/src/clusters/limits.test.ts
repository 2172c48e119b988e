import { expect, test } from 'vitest'
import type { Cluster } from '../entities.ts'
import { brokersOfCku, LIMITS, limitsOf } from './limits.ts'

const of = (type: Cluster['type'], cku: number | null, eckuMax: number | null = null) =>
  limitsOf({ type, eckuMax, phase: 'PROVISIONED', cku: cku === null ? null : { wanted: cku, actual: cku } })

test.for([
  ['a Basic cluster', of('BASIC', null), [1_500, 1_000, 250, 5_000, 250, 750, 1_000]],
  ['a Basic cluster of 2 eCKU', of('BASIC', null, 2), [60, 40, 10, 200, 10, 30, 1_000]],
  ['a Standard cluster', of('STANDARD', null), [2_500, 10_000, 500, 15_000, 250, 750, 1_000]],
  ['1 CKU', of('DEDICATED', 1), [4_500, 18_000, 500, 15_000, 60, 180, 10_000]],
  ['24 CKU, whose partitions are capped', of('DEDICATED', 24), [100_000, 432_000, 12_000, 360_000, 1_440, 4_320, 10_000]],
] as const)('%s has the published caps', ([, limits, [partitions, connections, attempts, requests, ingressMB, egressMB, acls]]) => {
  expect(limits).toEqual({
    partitionsMax: partitions,
    connectionsMax: connections,
    connectionAttemptsPerSecondMax: attempts,
    requestsPerSecondMax: requests,
    ingressBytesPerSecondMax: ingressMB * 1_048_576,
    egressBytesPerSecondMax: egressMB * 1_048_576,
    aclsMax: acls,
  })
})

test('a cluster that grows keeps its caps until the CKUs run; a new one has those it is made with', () => {
  const growing = { type: 'DEDICATED', eckuMax: null, cku: { wanted: 4, actual: 2 } } as const
  expect(limitsOf({ ...growing, phase: 'PROVISIONED' }).partitionsMax).toBe(9_000)
  expect(limitsOf({ ...growing, phase: 'PROVISIONING' }).partitionsMax).toBe(18_000)
})

test('no elastic type has more than its maximum with all of its units', () => {
  for (const type of ['BASIC', 'STANDARD'] as const) {
    const { perUnit, atMost, unitsMax } = LIMITS[type]
    for (const [name, value] of Object.entries(perUnit)) expect(value * unitsMax).toBe(atMost[name as keyof typeof atMost])
  }
})

test('CKUs show brokers: 4, 6, 8, … and never more than 64', () => {
  expect([1, 2, 3, 24, 31, 152].map(brokersOfCku)).toEqual([4, 6, 8, 50, 64, 64])
})
