import type { CoordinatorRecord, OffsetsLog } from '../../contract.ts'

/** `__consumer_offsets` in memory. Writes become durable when `flush` runs, or by themselves at the end of the turn. */
export interface FakeLog extends OffsetsLog {
  /** What a restart would find, by partition. */
  readonly records: ReadonlyMap<number, CoordinatorRecord[]>
  /** Keys whose last write was lost, as hex: there the log is behind the coordinator. */
  readonly lost: ReadonlySet<string>
  /** The next writes fail: their records never become durable. */
  failNext(count: number): void
  /** Holds writes back until the next `flush`. */
  hold(): void
  flush(): void
  ensured: number
}

export function fakeLog(partitionCount = 50): FakeLog {
  const records = new Map<number, CoordinatorRecord[]>()
  const lost = new Set<string>()
  let held: (() => void)[] | null = null
  let failing = 0
  return {
    partitionCount,
    records,
    lost,
    ensured: 0,
    async ensure() {
      this.ensured++
    },
    append(partition, batch) {
      const fails = failing > 0
      if (fails) failing--
      // Encoded now: what the caller does with its objects later must not show.
      const copies = batch.map(({ key, value }) => ({ key: Buffer.from(key), value: value === null ? null : Buffer.from(value) }))
      return new Promise((resolve) => {
        const settle = (): void => {
          for (const { key } of copies) lost[fails ? 'add' : 'delete'](key.toString('hex'))
          if (!fails) records.set(partition, [...(records.get(partition) ?? []), ...copies])
          resolve(!fails)
        }
        if (held === null) settle()
        else held.push(settle)
      })
    },
    failNext(count) {
      failing = count
    },
    hold() {
      held ??= []
    },
    flush() {
      const settles = held ?? []
      held = null
      for (const settle of settles) settle()
    },
  }
}
