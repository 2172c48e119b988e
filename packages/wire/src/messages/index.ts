/**
 * All messages together, for those who need every API: tests, scripts, a gateway to brokers it does not know. It loads some eighty files, so
 * the server takes from `@leat/wire/messages/NN-name` what it serves.
 */
import type { Api } from '../api.ts'
import { apis } from './generated/index.ts'

export * from './generated/index.ts'

const byKey: readonly (Api | undefined)[] = apis.reduce<(Api | undefined)[]>((list, api) => {
  list[api.key] = api
  return list
}, [])

/** The API with this key, or undefined: unknown to Kafka 4.3, or only between brokers. */
export function apiByKey(key: number): Api | undefined {
  return byKey[key]
}
