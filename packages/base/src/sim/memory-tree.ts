/** What a disk in memory is made of: files that several names may point to, and directories. */

const FIRST_BYTES = 4096

export class MemoryFile {
  size = 0
  modifiedAtMs = 0
  #bytes = Buffer.alloc(0)

  write(position: number, data: Buffer): void {
    const end = position + data.length
    this.#reserve(end)
    data.copy(this.#bytes, position)
    this.size = Math.max(this.size, end)
  }

  read(target: Buffer, length: number, position: number): number {
    const end = Math.min(this.size, position + length)
    return end <= position ? 0 : this.#bytes.copy(target, 0, position, end)
  }

  /** Cuts, or extends with zeros. */
  truncate(length: number): void {
    this.#reserve(length)
    if (length < this.size) this.#bytes.fill(0, length, this.size)
    this.size = length
  }

  content(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.size))
  }

  #reserve(size: number): void {
    if (size <= this.#bytes.length) return
    const larger = Buffer.alloc(Math.max(size, this.#bytes.length * 2, FIRST_BYTES))
    this.#bytes.copy(larger, 0, 0, this.size)
    this.#bytes = larger
  }
}

export class MemoryDirectory {
  readonly entries = new Map<string, MemoryNode>()
}

export type MemoryNode = MemoryFile | MemoryDirectory
