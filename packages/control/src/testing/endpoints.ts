import type { Endpoint } from '@leat/rest'
import { apiOf } from '../api.ts'
import { testContext } from './context.ts'

/** All endpoints that the control plane serves, as data. */
export function controlEndpoints(): readonly Endpoint[] {
  return apiOf(testContext()).operations.map(({ endpoint }) => endpoint)
}
