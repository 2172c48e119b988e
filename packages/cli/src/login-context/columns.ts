import type { LoginContext } from '../config/model.ts'
import type { Column, Row } from '../view.ts'

export const CONTEXT_LIST: readonly Column[] = [
  { key: 'is_current', title: 'Current', mark: true },
  { key: 'name', title: 'Name', whole: true },
  { key: 'platform', title: 'Platform', whole: true, extra: true },
  { key: 'credential', title: 'Credential', whole: true, extra: true },
]

export const CONTEXT: readonly Column[] = [
  ...CONTEXT_LIST,
  { key: 'logged_in', title: 'Logged In' },
  { key: 'organization', title: 'Organization', whole: true },
  { key: 'environment', title: 'Environment', whole: true },
  { key: 'kafka_cluster', title: 'Kafka Cluster', whole: true },
  { key: 'api_key', title: 'API Key', whole: true },
]

export function contextRow(login: LoginContext, current: string | null): Row {
  const cluster = login.environment === null ? undefined : login.clusters[login.environment]
  return {
    is_current: login.name === current,
    name: login.name,
    platform: login.url,
    credential: login.email,
    logged_in: login.sealedToken !== null,
    organization: login.organization,
    environment: login.environment ?? undefined,
    kafka_cluster: cluster,
    api_key: cluster === undefined ? undefined : (login.keys[cluster]?.current ?? undefined),
  }
}
