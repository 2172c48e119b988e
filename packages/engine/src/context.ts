import type { Clock, Logger, Meter, NodeId, Random } from '@leat/base'
import type { Durability, LogDir } from '@leat/log'
import type { Api, Encodable, Reply, ResponseOf } from '@leat/wire'
import type { Cluster } from './cluster/cluster.ts'
import type { BrokerSettings } from './configs/broker-settings.ts'
import type { StaticConfigs } from './configs/resolve.ts'
import type { BrokerSessions } from './fetch/broker-sessions.ts'
import type { ParkedFetches } from './fetch/parked.ts'
import type { EngineLimits } from './limits.ts'
import type { OffsetsTopic } from './offsets/offsets-topic.ts'
import type { ProducerIds } from './producer-ids.ts'
import type { TopicTable } from './topics/topic-table.ts'

/** What handlers work with. One per engine; all brokers share it, `call.session.node` tells which of them was asked. */
export interface EngineContext {
  readonly clusterId: string
  /** The brokers as they are now. */
  readonly nodes: readonly NodeId[]
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
  readonly limits: EngineLimits
  readonly durability: Durability
  readonly statics: StaticConfigs
  readonly settings: BrokerSettings
  readonly cluster: Cluster
  readonly topics: TopicTable
  readonly logDir: LogDir
  readonly offsets: OffsetsTopic
  readonly producerIds: ProducerIds
  /** One cache per broker, as in Kafka; one without room where the broker is gone. */
  readonly fetchSessions: BrokerSessions
  readonly parkedFetches: ParkedFetches
  /** The group coordinator's partition of a group. */
  partitionOfGroup(groupId: string): number
  /** Committed offsets of deleted topics go. */
  topicsDeleted(names: readonly string[]): void
}

/** A message reply; fields may be left out where their default is meant. */
export function respond<A extends Api>(_api: A, message: Encodable<ResponseOf<A>>): Reply {
  return { kind: 'message', message }
}
