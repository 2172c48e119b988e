import type { ClusterLimits, DataPlaneEvent, Fact, PrincipalName } from '@leat/access'
import type { NodeId, Result } from '@leat/base'

/** What runs the Kafka clusters of the control plane: data threads of this process, later other machines. */
export interface ClusterHost {
  /**
   * Makes the cluster when it is not there, opens its engine and its listeners with these facts. Idempotent: what is open already is brought to the plan (other
   * brokers, other ports for new ones). Resolves when clients can log in.
   */
  open(plan: ClusterPlan, facts: readonly Fact[]): Promise<Result<ClusterAddresses, HostProblem>>
  /** Changes of facts, in order. Resolves when every edge of the cluster has them, or when it is not open (it gets all of them at `open`). */
  tell(cluster: string, facts: readonly Fact[]): Promise<void>
  /** Closes it and removes its data. Absent is fine. */
  remove(cluster: string): Promise<void>
  /** Free ports for brokers on SASL_SSL, reserved for this cluster; zeros where the system chooses at each start. */
  reservePorts(cluster: string, count: number, taken: readonly number[]): readonly number[]
  usage(cluster: string): Promise<ClusterUsage | null>
  /** The last refusals of a principal on a cluster, newest first. */
  refusals(cluster: string, principal: PrincipalName): Promise<readonly Refusal[]>
}

export interface ClusterPlan {
  readonly id: string
  /** Broker ids with their SASL_SSL ports. */
  readonly brokers: readonly { readonly node: NodeId; readonly port: number }[]
  /** The first cluster: has the PLAINTEXT listener for the operator, and the platform's own addresses. */
  readonly first: boolean
  readonly limits: ClusterLimits
  /** Broker settings under Kafka's names, where they are not Kafka's defaults; the same at every start of the cluster. */
  readonly settings: Readonly<Record<string, string>>
}

export interface ClusterAddresses {
  /** `host:port` of the first broker, without protocol. */
  readonly saslSslBootstrap: string
  readonly ports: readonly number[]
}

/** Why a cluster does not open, in words that say what to do. */
export interface HostProblem {
  readonly reason: string
}

export interface ClusterUsage {
  readonly partitions: number
  readonly topics: number
  readonly connections: number
}

export type Refusal = DataPlaneEvent & { readonly kind: 'authorization' }
