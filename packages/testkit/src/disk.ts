import type { FsErrorCode } from '@leat/base'

export interface FailOptions {
  /** Which files: a part of the path, or a pattern; all by default. `pathOf` tells where a partition lies. */
  readonly path?: string | RegExp
  /** EIO by default. */
  readonly code?: FsErrorCode
}

/** The disk of one platform. It lies in memory and breaks on demand. */
export interface Disk {
  /** From now on nothing can be written (ENOSPC); reads go on. */
  fill(): void
  /** From now on this operation fails. `using` ends it at the end of the block. A failed sync is never made good: what was unsynced then is lost. */
  fail(operation: 'write' | 'read' | 'sync', options?: FailOptions): Disposable
  /** The directory of a partition; its records are in the `.log` files. */
  pathOf(topic: string, partition?: number): Promise<string>
  /** Room again, and no more failures. What Leat gave up because of them comes back as on a real machine: a full disk within seconds, the rest at a restart. */
  heal(): void
  /**
   * Power loss, then a start on the same ports: what was synced is there, and by chance some of the rest. `whileDown` runs in between. With `power`
   * nothing acknowledged is missing afterwards, with `process` the last second may be.
   */
  crash(whileDown?: () => Promise<void>): Promise<void>
}
