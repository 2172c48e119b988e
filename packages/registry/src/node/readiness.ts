import type { Clock, Millis, Offset } from '@leat/base'

/** What a node can do now. Each is asked for when it is told, and none is guessed. */
export interface Readiness {
  /** All of the below: this node answers reads as they are now, and writes. */
  readonly isReady: boolean
  readonly role: string
  /** The primary's address. */
  readonly leader: string | null
  /** What stands in the log by now is what this node shows. */
  readonly isCaughtUp: boolean
  /** Here the writer leads; elsewhere the primary answers, as far as it is known (a registry of others is not probed). */
  readonly isWriterAlive: boolean
  readonly position: Offset
}

export interface ReadinessSources {
  readonly clock: Clock
  readonly isOpen: () => boolean
  readonly position: () => Offset
  readonly appliedTo: (offset: Offset, signal: AbortSignal) => Promise<void>
  /** Of the log, now. */
  readonly end: (signal: AbortSignal) => Promise<Offset>
  readonly leader: () => { readonly role: string; readonly url: string | null; readonly isWriterAlive: boolean }
}

/** A probe that waits longer has its answer. */
const ASK_MS_MAX: Millis = 1_000

export async function readinessOf({ clock, isOpen, position, appliedTo, end, leader }: ReadinessSources): Promise<Readiness> {
  const late = new AbortController()
  using _deadline = clock.after(ASK_MS_MAX, () => late.abort(new Error('too late')))
  const isCaughtUp =
    isOpen() &&
    (await end(late.signal)
      .then((offset) => appliedTo(offset, late.signal))
      .then(
        () => true,
        () => false,
      ))
  const { role, url, isWriterAlive } = leader()
  return { isReady: isCaughtUp && url !== null && isWriterAlive, role, leader: url, isCaughtUp, isWriterAlive, position: position() }
}
