/** A number that only grows (`add`) and one that is measured when read (`observe`). Labels are few and bounded: causes, api names, never ids of clients. */
export interface Meter {
  add(name: string, amount: number, label?: string): void
  observe(name: string, read: () => number): void
}

export const silentMeter: Meter = { add: () => {}, observe: () => {} }

export interface MeterReading {
  readonly name: string
  readonly label: string | null
  readonly value: number
}

/** A meter kept in memory: what tests, health checks and later the metrics part read. */
export interface MemoryMeter extends Meter {
  read(): readonly MeterReading[]
  value(name: string, label?: string): number
}

export function memoryMeter(): MemoryMeter {
  const counters = new Map<string, { name: string; label: string | null; value: number }>()
  const gauges = new Map<string, () => number>()
  const keyOf = (name: string, label?: string) => (label === undefined ? name : `${name}\n${label}`)
  return {
    add(name, amount, label) {
      const key = keyOf(name, label)
      const counter = counters.get(key)
      if (counter === undefined) counters.set(key, { name, label: label ?? null, value: amount })
      else counter.value += amount
    },
    observe(name, read) {
      gauges.set(name, read)
    },
    read() {
      const readings: MeterReading[] = [...counters.values()].map((counter) => ({ ...counter }))
      for (const [name, read] of gauges) readings.push({ name, label: null, value: read() })
      return readings
    },
    value(name, label) {
      return counters.get(keyOf(name, label))?.value ?? gauges.get(name)?.() ?? 0
    },
  }
}
