import { type ProducerId, type Result, fail, ok } from '@leat/base'
import type { Cluster, NotStored } from './cluster/cluster.ts'

/** Ids are reserved on disk a block at a time, so that none is ever given twice, and most cost no write. */
const BLOCK = 1000

/** Gives out producer ids (KIP-98). */
export class ProducerIds {
  readonly #cluster: Cluster
  #next: ProducerId
  #end: ProducerId
  #refill: Promise<Result<ProducerId, NotStored>> | null = null

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    this.#next = this.#end = cluster.state.nextProducerId
  }

  async next(): Promise<Result<ProducerId, NotStored>> {
    while (this.#next === this.#end) {
      this.#refill ??= this.#reserve().finally(() => {
        this.#refill = null
      })
      const reserved = await this.#refill
      if (!reserved.ok) return fail(reserved.error)
    }
    return ok(this.#next++)
  }

  async #reserve(): Promise<Result<ProducerId, NotStored>> {
    const reserved = await this.#cluster.change(({ nextProducerId }) => ({
      events: [{ type: 'producer-ids-reserved', next: nextProducerId + BLOCK }],
      answer: nextProducerId,
    }))
    if (reserved.ok) {
      this.#next = reserved.value
      this.#end = reserved.value + BLOCK
    }
    return reserved
  }
}
