import { expect, test } from 'vitest'
import { controlEndpoints } from './endpoints.ts'
import { controlEndpoints as served } from './testing/endpoints.ts'

test('what clients are told is what is served, no more and no less', () => {
  const ids = (endpoints: typeof controlEndpoints): readonly string[] => endpoints.map(({ id }) => id).sort()
  expect(ids(controlEndpoints)).toEqual(ids(served()))
})
