import { type NodeId, assert } from '@leat/base'
import type { PartitionLog } from '@leat/log'

/** A partition as the brokers see it. Its log is opened when first needed, or by the background opener. */
export class Partition {
  readonly topic: string
  readonly topicId: string
  readonly index: number
  readonly #open: () => PartitionLog
  #leader: NodeId
  #leaderEpoch: number
  #log: PartitionLog | null = null

  constructor(
    place: {
      readonly topic: string
      readonly topicId: string
      readonly index: number
      readonly leader: NodeId
      readonly leaderEpoch: number
    },
    open: () => PartitionLog,
  ) {
    this.topic = place.topic
    this.topicId = place.topicId
    this.index = place.index
    this.#leader = place.leader
    this.#leaderEpoch = place.leaderEpoch
    this.#open = open
  }

  /** The name of its directory below the data directory: by id, so that a topic made again under the same name begins empty. */
  get logName(): string {
    return logName(this.topicId, this.index)
  }

  get leader(): NodeId {
    return this.#leader
  }

  get leaderEpoch(): number {
    return this.#leaderEpoch
  }

  /** Another broker leads, in a new epoch that begins where the log ends. */
  moveTo(leader: NodeId, leaderEpoch: number): void {
    this.#leader = leader
    this.#leaderEpoch = leaderEpoch
    this.#log?.beginEpoch(leaderEpoch)
  }

  get isOpen(): boolean {
    return this.#log !== null
  }

  /** @throws FsError when its files cannot be opened */
  get log(): PartitionLog {
    if (this.#log === null) {
      this.#log = this.#open()
      if (this.#log.leaderEpoch < this.#leaderEpoch) this.#log.beginEpoch(this.#leaderEpoch)
    }
    return this.#log
  }
}

export function logName(topicId: string, index: number): string {
  return `${topicId}/${index}`
}

export function topicIdOfLog(name: string): string {
  const slash = name.lastIndexOf('/')
  assert(slash > 0, `log ${name} has no topic id`)
  return name.slice(0, slash)
}
