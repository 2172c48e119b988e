import { expect, test } from 'vitest'
import { isWrite } from './is-write.ts'

test.for<[boolean, string, string]>([
  [true, 'POST', '/subjects/s/versions'],
  [true, 'POST', '/subjects/s/versions/'],
  [true, 'POST', '/subjects/a%2Fb/versions'],
  [true, 'POST', '/contexts/.c/subjects/s/versions'],
  [true, 'POST', '/subjects/s/versions/1/tags'],
  [true, 'PUT', '/config'],
  [true, 'PUT', '/mode/s'],
  [true, 'DELETE', '/subjects/s'],
  [true, 'DELETE', '/contexts/.c'],
  [false, 'POST', '/subjects/s'],
  [false, 'POST', '/subjects/versions'],
  [false, 'POST', '/contexts/.c/subjects/s'],
  [false, 'POST', '/compatibility/subjects/s/versions'],
  [false, 'POST', '/compatibility/subjects/s/versions/latest'],
  [false, 'POST', '/associations:batchGet'],
  [false, 'POST', '/'],
  [false, 'GET', '/subjects/s/versions'],
  [false, 'HEAD', '/subjects/s/versions/1'],
])('only the primary answers (%s): %s %s', ([expected, method, path]) => {
  expect(isWrite(method, path)).toBe(expected)
})
