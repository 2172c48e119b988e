import { type Clock, FsError, type Logger, type Millis, type NodeId, type TopicId, assert, unreachable } from '@leat/base'
import type { LogDir } from '@leat/log'
import type { ClusterEvent } from '../cluster/events.ts'
import { type ClusterView, type TopicState, leaderEpochOf, leaderOf } from '../cluster/state.ts'
import type { StaticConfigs } from '../configs/resolve.ts'
import { type TopicSettings, topicSettings } from '../configs/topic-settings.ts'
import { Partition, logName, topicIdOfLog } from './partition.ts'

/** A topic at run time: its partitions with their logs, and its settings. */
export interface Topic {
  readonly name: string
  readonly id: TopicId
  readonly partitions: readonly Partition[]
  settings(node: NodeId): TopicSettings
}

export interface TopicTableOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly logDir: LogDir
  readonly statics: StaticConfigs
  readonly openSliceMs: Millis
  readonly state: () => ClusterView
}

interface OwnTopic extends Topic {
  partitions: Partition[]
  readonly settingsByNode: Map<NodeId, TopicSettings>
}

/** All topics of the cluster as things that can be read and written. Follows the cluster's events; never changes metadata itself. */
export class TopicTable {
  readonly #options: TopicTableOptions
  readonly #byName = new Map<string, OwnTopic>()
  readonly #byId = new Map<TopicId, OwnTopic>()
  #toOpen: Partition[] = []
  #opening = false
  #closed = false

  constructor(options: TopicTableOptions) {
    this.#options = options
  }

  /** At start: the topics of the metadata. Logs that belong to no topic are what a crash left of a deletion: they go. */
  load(): void {
    for (const topic of this.#options.state().topics.values()) this.#add(topic)
    for (const name of this.#options.logDir.list()) {
      if (!this.#byId.has(topicIdOfLog(name))) this.#options.logDir.remove(name)
    }
  }

  byName(name: string): Topic | undefined {
    return this.#byName.get(name)
  }

  byId(id: TopicId): Topic | undefined {
    return this.#byId.get(id)
  }

  all(): Iterable<Topic> {
    return this.#byName.values()
  }

  /** Follows an event that was just applied. */
  follow(event: ClusterEvent): void {
    switch (event.type) {
      case 'topic-created':
      case 'partitions-added':
        this.#add(this.#stateOf(event.id))
        return
      case 'partitions-moved':
        this.#move(event.id, event.partitions)
        return
      case 'topic-deleted':
        this.#remove(event.id)
        return
      case 'topic-configs-set':
        this.#configure(event.id)
        return
      case 'broker-configs-set':
        for (const id of this.#byId.keys()) this.#configure(id)
        return
      case 'producer-ids-reserved':
      case 'transactional-id-set':
      case 'transactional-ids-expired':
      case 'started':
      case 'stopped':
        return
      default:
        unreachable(event)
    }
  }

  /** Stops opening in the background. */
  close(): void {
    this.#closed = true
    this.#toOpen = []
  }

  #stateOf(id: TopicId): TopicState {
    const state = this.#options.state().topicsById.get(id)
    assert(state !== undefined, `topic ${id} is not in the metadata`)
    return state
  }

  #add(state: TopicState): void {
    const topic = this.#byId.get(state.id) ?? this.#newTopic(state)
    this.#byName.set(state.name, topic)
    this.#byId.set(state.id, topic)
    for (let index = topic.partitions.length; index < state.partitions.length; index++) {
      const own = state.partitions[index]!
      const leader = leaderOf(own)
      const place = { topic: state.name, topicId: state.id, index, leader, leaderEpoch: leaderEpochOf(this.#options.state(), own) }
      const partition = new Partition(place, () => this.#options.logDir.open(partition.logName, topic.settings(partition.leader).log))
      topic.partitions.push(partition)
      this.#toOpen.push(partition)
    }
    this.#openInBackground()
  }

  #newTopic({ name, id }: TopicState): OwnTopic {
    const settingsByNode = new Map<NodeId, TopicSettings>()
    const settings = (node: NodeId): TopicSettings => {
      let known = settingsByNode.get(node)
      if (known === undefined)
        settingsByNode.set(node, (known = topicSettings(this.#stateOf(id).configs, this.#options.state(), this.#options.statics, node)))
      return known
    }
    return { name, id, partitions: [], settingsByNode, settings }
  }

  #move(id: TopicId, moved: readonly { readonly index: number }[]): void {
    const topic = this.#byId.get(id)
    assert(topic !== undefined, `topic ${id} is not in the table`)
    const state = this.#stateOf(id)
    for (const { index } of moved) {
      const own = state.partitions[index]!
      const partition = topic.partitions[index]!
      const leader = leaderOf(own)
      if (leader === partition.leader) continue
      partition.moveTo(leader, leaderEpochOf(this.#options.state(), own))
      if (partition.isOpen) partition.log.setConfig(topic.settings(leader).log)
    }
  }

  #remove(id: TopicId): void {
    const topic = this.#byId.get(id)
    assert(topic !== undefined, `topic ${id} is not in the table`)
    this.#byId.delete(id)
    this.#byName.delete(topic.name)
    this.#toOpen = this.#toOpen.filter((partition) => partition.topicId !== id)
    for (const partition of topic.partitions) {
      try {
        this.#options.logDir.remove(logName(id, partition.index))
      } catch (error) {
        // The topic is gone all the same; what is left of its files goes at the next start (`load`).
        if (!(error instanceof FsError)) throw error
        this.#options.logger.event('warn', 'log-not-removed', { partition: partition.logName, reason: error.message })
      }
    }
  }

  #configure(id: TopicId): void {
    const topic = this.#byId.get(id)
    assert(topic !== undefined, `topic ${id} is not in the table`)
    topic.settingsByNode.clear()
    for (const partition of topic.partitions) {
      if (partition.isOpen) partition.log.setConfig(topic.settings(partition.leader).log)
    }
  }

  /** A topic of 5,000 partitions must not hold the loop: its logs are opened in slices, those that are asked for first at once. */
  #openInBackground(): void {
    // A change of the metadata may still be applied while the engine closes: then the logs are closed already.
    if (this.#opening || this.#closed) return
    this.#opening = true
    this.#options.clock.turn(() => this.#openSlice())
  }

  #openSlice(): void {
    const { clock, logger, openSliceMs } = this.#options
    this.#opening = false
    const began = clock.monotonic()
    while (this.#toOpen.length > 0 && !this.#closed && clock.monotonic() - began < openSliceMs) {
      const partition = this.#toOpen.pop()!
      try {
        void partition.log
      } catch (error) {
        if (!(error instanceof FsError)) throw error
        logger.event('error', 'partition-not-opened', { partition: partition.logName, reason: error.message })
      }
    }
    if (this.#toOpen.length > 0 && !this.#closed) this.#openInBackground()
  }
}
