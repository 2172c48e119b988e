import { expect, test } from 'vitest'
import { registryEndpoints } from './index.ts'
import { isWrite, isWriteRequest } from './writes.ts'

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
  [true, 'POST', '/associations:batchMutate'],
  [false, 'POST', '/'],
  [false, 'GET', '/subjects/s/versions'],
  [false, 'HEAD', '/subjects/s/versions/1'],
])('only the primary answers (%s): %s %s', ([expected, method, path]) => {
  expect(isWriteRequest(method, path)).toBe(expected)
})

test.for(registryEndpoints.map((endpoint) => [endpoint.id, endpoint] as const))(
  '%s: a request for an endpoint changes something when the endpoint does, in a context too',
  ([, endpoint]) => {
    const path = endpoint.path.replaceAll(/\{[^}]+\}/g, 'x')
    for (const sent of [path, `${path}/`, `/contexts/.c${path}`]) expect(isWriteRequest(endpoint.method, sent)).toBe(isWrite(endpoint))
  },
)
