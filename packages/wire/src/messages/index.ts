import type { Api } from '../api.ts'
import { apis } from './generated/index.ts'

const byKey: readonly (Api | undefined)[] = apis.reduce<(Api | undefined)[]>((list, api) => {
  list[api.key] = api
  return list
}, [])

/** The API with this key, or undefined: unknown to Kafka 4.3, or only between brokers. */
export function apiByKey(key: number): Api | undefined {
  return byKey[key]
}
