import { assert, type Bytes } from '@leat/base'

/** The place of one answer in the order of its connection. */
export interface Slot<Outcome> {
  outcome: Outcome | null
  bytes: Bytes
}

/**
 * Answers leave in the order in which their requests came, whatever order they become ready in (D7). A slot that is ready behind one that is not, waits.
 */
export class ResponseQueue<Outcome> {
  readonly #leave: (outcome: Outcome) => void
  #slots: Slot<Outcome>[] = []
  #head = 0
  #heldBytes = 0
  #cleared = false

  /** @param leave is called once per slot, in order */
  constructor(leave: (outcome: Outcome) => void) {
    this.#leave = leave
  }

  /** Slots that have not left. */
  get size(): number {
    return this.#slots.length - this.#head
  }

  /** Bytes of answers that wait for an earlier one. */
  get heldBytes(): Bytes {
    return this.#heldBytes
  }

  reserve(): Slot<Outcome> {
    const slot: Slot<Outcome> = { outcome: null, bytes: 0 }
    this.#slots.push(slot)
    return slot
  }

  settle(slot: Slot<Outcome>, outcome: Outcome, bytes: Bytes): void {
    assert(slot.outcome === null, 'an answer is settled once')
    if (this.#cleared) return
    slot.outcome = outcome
    slot.bytes = bytes
    this.#heldBytes += bytes
    for (let first = this.#slots[this.#head]; first !== undefined && first.outcome !== null; first = this.#slots[this.#head]) {
      this.#head += 1
      this.#heldBytes -= first.bytes
      this.#compact()
      this.#leave(first.outcome)
    }
  }

  /** Forgets all slots: nobody is there to be answered. Settling them later does nothing. */
  clear(): void {
    this.#cleared = true
    this.#slots = []
    this.#head = 0
    this.#heldBytes = 0
  }

  #compact(): void {
    if (this.#head === this.#slots.length) {
      this.#slots = []
      this.#head = 0
    } else if (this.#head >= 64) {
      this.#slots = this.#slots.slice(this.#head)
      this.#head = 0
    }
  }
}
