import {
  aclKey,
  type AclBinding,
  type ClientQuota,
  type ClusterLimits,
  type ConfigRules,
  type Fact,
  type Login,
  type RoleGrant,
} from '@leat/access'
import { fail, ok } from '@leat/base'
import type { ClusterHost, ClusterPlan, ClusterUsage, Refusal } from '../cluster-host.ts'

/** What an edge of one cluster knows. */
export interface KnownFacts {
  readonly logins: Map<string, Login>
  readonly grants: Map<string, readonly RoleGrant[]>
  readonly acls: Map<string, AclBinding>
  readonly quotas: Map<string, ClientQuota>
  limits: ClusterLimits | null
  configRules: ConfigRules | null
}

export interface OpenCluster {
  plan: ClusterPlan
  readonly facts: KnownFacts
}

/** What outlives a crash of the process: the clusters' data, by id. */
export type FakeDisk = Map<string, { readonly brokers: number }>

export interface FakeHost extends ClusterHost {
  readonly disk: FakeDisk
  /** Open clusters by id, with what their edges know. */
  readonly opened: Map<string, OpenCluster>
  /** `open lkc-1`, `tell lkc-1 login KEY`, `remove lkc-1`, in order. */
  readonly calls: string[]
  /** While set, `open` is refused for this reason. */
  refusal: string | null
  readonly usages: Map<string, ClusterUsage>
  readonly refused: Refusal[]
}

export interface FakeHostOptions {
  readonly disk?: FakeDisk
  readonly advertisedHost?: string
  /** Awaited before and after each effect on the disk; a promise that never resolves is a crash. */
  readonly step?: (at: 'open' | 'opened' | 'tell' | 'remove' | 'removed') => Promise<void>
}

const FIRST_PORT = 20_000

/** A `ClusterHost` without any Kafka: remembers which clusters are open and what their edges were told. */
export function fakeHost({ disk = new Map(), advertisedHost = 'localhost', step = async () => {} }: FakeHostOptions = {}): FakeHost {
  const open = new Map<string, OpenCluster>()
  const host: FakeHost = {
    disk,
    opened: open,
    calls: [],
    refusal: null,
    usages: new Map(),
    refused: [],
    async open(plan, facts) {
      host.calls.push(`open ${plan.id} ${plan.brokers.length}`)
      await step('open')
      if (host.refusal !== null) return fail({ reason: host.refusal })
      disk.set(plan.id, { brokers: plan.brokers.length })
      const known = open.get(plan.id)
      if (known === undefined) open.set(plan.id, { plan, facts: learn(noFacts(), facts) })
      else {
        known.plan = plan
        learn(known.facts, facts)
      }
      await step('opened')
      const ports = plan.brokers.map(({ node, port }) => (port === 0 ? FIRST_PORT + node : port))
      return ok({ saslSslBootstrap: `${advertisedHost}:${ports[0]!}`, ports })
    },
    async tell(cluster, facts) {
      for (const fact of facts) host.calls.push(`tell ${cluster} ${fact.kind}`)
      await step('tell')
      const known = open.get(cluster)
      if (known !== undefined) learn(known.facts, facts)
    },
    async remove(cluster) {
      host.calls.push(`remove ${cluster}`)
      await step('remove')
      open.delete(cluster)
      disk.delete(cluster)
      await step('removed')
    },
    reservePorts(_cluster, count, taken) {
      const ports: number[] = []
      for (let port = FIRST_PORT; ports.length < count; port++) if (!taken.includes(port)) ports.push(port)
      return ports
    },
    usage: (cluster) =>
      Promise.resolve(open.has(cluster) ? (host.usages.get(cluster) ?? { partitions: 0, topics: 0, connections: 0 }) : null),
    refusals: (cluster, principal) =>
      Promise.resolve(host.refused.filter((refusal) => refusal.cluster === cluster && refusal.principal === principal)),
  }
  return host
}

function noFacts(): KnownFacts {
  return { logins: new Map(), grants: new Map(), acls: new Map(), quotas: new Map(), limits: null, configRules: null }
}

function learn(known: KnownFacts, facts: readonly Fact[]): KnownFacts {
  for (const fact of facts) {
    if (fact.kind === 'login') set(known.logins, fact.username, fact.login)
    else if (fact.kind === 'grants') set(known.grants, fact.principal, fact.grants.length === 0 ? null : fact.grants)
    else if (fact.kind === 'acl') set(known.acls, aclKey(fact.acl), fact.present ? fact.acl : null)
    else if (fact.kind === 'client-quota') set(known.quotas, fact.id, fact.quota)
    else if (fact.kind === 'config-rules') known.configRules = fact.rules
    else known.limits = fact.limits
  }
  return known
}

function set<V>(table: Map<string, V>, key: string, value: V | null): void {
  if (value === null) table.delete(key)
  else table.set(key, value)
}
