import type { Up } from './leat.ts'

/** A page of the console, and the request that its content comes from. */
export interface ConsolePage {
  readonly name: string
  readonly path: string
  readonly asks: RegExp
}

export const TOPIC = 'walk'
export const GROUP = 'first-look'
export const SUBJECT = 'walk-value'

/** Every page; the navigation and the tabs lead to no other. */
export function consolePages({ environment, cluster }: Pick<Up, 'environment' | 'cluster'>): readonly ConsolePage[] {
  const at = `/environments/${environment}/clusters/${cluster}`
  const views = `/leat/v1/kafka-clusters/${cluster}`
  const page = (name: string, path: string, asks: string): ConsolePage => ({
    name,
    path,
    asks: new RegExp(`${asks.replaceAll('.', '\\.')}(\\?|$)`),
  })
  return [
    page('home', '/', '/org/v2/environments'),
    page('environment', `/environments/${environment}`, '/cmk/v2/clusters'),
    page('cluster', at, `/cmk/v2/clusters/${cluster}`),
    page('topics', `${at}/topics`, `${views}/topics`),
    page('messages', `${at}/topics/${TOPIC}`, `${views}/topics/${TOPIC}/records`),
    page('partitions', `${at}/topics/${TOPIC}/partitions`, `${views}/topics/${TOPIC}/partitions`),
    page('settings', `${at}/topics/${TOPIC}/settings`, `/kafka/v3/clusters/${cluster}/topics/${TOPIC}/configs`),
    page('groups', `${at}/groups`, `${views}/consumer-groups`),
    page('group', `${at}/groups/${GROUP}`, `${views}/consumer-groups/${GROUP}`),
    page('ACLs', `${at}/acls`, `/kafka/v3/clusters/${cluster}/acls`),
    page('connect', `${at}/connect`, `/cmk/v2/clusters/${cluster}`),
    page('schemas', `/environments/${environment}/schemas`, '/lsrc-\\w+/schemas'),
    page('subject', `/environments/${environment}/schemas/${SUBJECT}?against=1`, `/subjects/${SUBJECT}/versions`),
    page('API keys', '/access/api-keys', '/iam/v2/api-keys'),
    page('service accounts', '/access/service-accounts', '/iam/v2/service-accounts'),
    page('role bindings', '/access/role-bindings', '/iam/v2/role-bindings'),
    page('audit log', '/access/audit-log', '/leat/v1/audit-events'),
  ]
}
