import type { AclBinding, AuthorizationEvent, ClusterLimits, DataPlaneEvent, Fact, PrincipalName } from '@leat/access'
import type { Millis, NodeId, Result, TlsMaterial } from '@leat/base'
import type { Durability } from '@leat/log'
import type { CloseReason, Principal } from '@leat/wire'
import type { PlannedListener } from '../platform/listeners.ts'
import type { StartProblem } from '../platform/problem.ts'
import type { TrafficSample } from './traffic-history.ts'

/** What control and data thread ask each other (`link/conversation.ts`): plain data, copied on its way. Clusters are named by their ids. */

export interface OpenCluster {
  readonly cluster: string
  /** Absolute directory of its data; made when absent. */
  readonly dir: string
  readonly durability: Durability
  readonly nodes: readonly NodeId[]
  /** Broker settings under Kafka's names, where they are not Kafka's defaults. */
  readonly settings: Readonly<Record<string, string>>
  /** Makes ids reproducible; different at each start of the same data, or ids would come twice. */
  readonly seed: string | null
}

/** An API as a cluster serves it. */
export interface ServedApi {
  readonly key: number
  readonly min: number
  readonly max: number
}

export interface Listen {
  readonly cluster: string
  readonly listeners: readonly PlannedListener[]
  readonly tls: TlsMaterial
  /** All that its edge must know before a client comes. */
  readonly facts: readonly Fact[]
  /** `system`: nobody keeps ACLs for it, and what its readers may is not recorded, or reading the audit log would write into it. */
  readonly kind: 'tenant' | 'system'
}

export interface BoundListener extends PlannedListener {
  readonly port: number
}

/** Where a cluster listens, and what it serves to whoever is asked. */
export interface Listening {
  readonly listeners: readonly BoundListener[]
  readonly serves: readonly ServedApi[]
}

/** In whose name a call is made. `system`: Leat itself, straight to the engine; else a caller, through the cluster's authorizer. */
export type CallAs = 'system' | { readonly principal: Principal; readonly clientHost: string }

export interface RemoteCall {
  readonly cluster: string
  readonly as: CallAs
  readonly connectionId: string
  readonly node: NodeId
  readonly apiKey: number
  readonly version: number
  readonly correlationId: number
  readonly clientId: string | null
  readonly bodyOffset: number
  readonly frame: Uint8Array
}

export type RemoteReply =
  | { readonly kind: 'frame'; readonly bytes: Uint8Array }
  | { readonly kind: 'silence' }
  | { readonly kind: 'close'; readonly reason: CloseReason }

export interface ClusterUse {
  readonly partitions: number
  readonly topics: number
  readonly connections: number
  /** Null while it does not listen. */
  readonly activity: { readonly samples: readonly TrafficSample[]; readonly limits: ClusterLimits } | null
}

/** Answered by the data thread. Each cluster fails, and is refused, alone. */
export interface DataAsks {
  /** The engine, without listeners: Leat itself may call it from now on. Answers what it serves; open already is fine. */
  openCluster(open: OpenCluster): Result<readonly ServedApi[], StartProblem>
  /** The edge. The cluster is open and does not listen yet. */
  listen(listen: Listen): Result<Listening, StartProblem>
  /** Brings a listening cluster to these listeners, and to the brokers that they name. */
  setBrokers(to: { readonly cluster: string; readonly listeners: readonly PlannedListener[] }): Result<Listening, StartProblem>
  /** Applied in order: `sequence` counts from 1 for each time it began to listen. Answers when the edge has them. */
  facts(told: { readonly cluster: string; readonly sequence: number; readonly facts: readonly Fact[] }): null
  /** Absent is fine. */
  closeCluster(close: { readonly cluster: string; readonly deadlineMs: Millis }): null
  /** Null: not open. */
  usage(cluster: string): ClusterUse | null
  /** Newest first. */
  refusals(of: { readonly cluster: string; readonly principal: PrincipalName }): readonly AuthorizationEvent[]
  dispatch(call: RemoteCall): RemoteReply
  /** The connection that calls were made on is gone: what is parked ends. */
  endSession(session: { readonly cluster: string; readonly as: CallAs; readonly connectionId: string }): null
  /** Finishes what is in flight, up to the deadline, and closes all listeners. Leat itself goes on calling. */
  drain(drain: { readonly deadlineMs: Millis }): null
  /** Closes all data cleanly: the end. */
  close(end: null): null
}

export interface AclChange {
  readonly cluster: string
  readonly create: readonly AclBinding[]
  readonly delete: readonly AclBinding[]
}

export type AclChanged =
  | { readonly kind: 'done' }
  /** One of Kafka's codes that says why not. */
  | { readonly kind: 'refused'; readonly errorCode: number; readonly message: string }
  /** It cannot be written now. */
  | { readonly kind: 'away' }

/** Answered by the control thread. */
export interface ControlAsks {
  /** Answered when there is room for more. */
  audit(events: readonly DataPlaneEvent[]): null
  /** Those to create, then those to delete, in order. Answered when every edge of the cluster has what was changed. */
  writeAcls(change: AclChange): readonly AclChanged[]
}
