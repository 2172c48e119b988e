/** How numbers and times read: short, the same everywhere. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const
const number = new Intl.NumberFormat()

export function bytes(value: number): string {
  let unit = 0
  let rest = value
  while (rest >= 1_000 && unit < UNITS.length - 1) {
    rest /= 1_000
    unit++
  }
  return `${unit === 0 || rest >= 100 ? Math.round(rest) : rest.toFixed(1)} ${UNITS[unit]}`
}

export function perSecond(bytesPerSecond: number): string {
  return `${bytes(bytesPerSecond)}/s`
}

export function count(value: number): string {
  return number.format(value)
}

/** `1 record`, `2 records`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** An instant in the reader's time zone; what a machine says of it is its title. */
export function instant(at: string | number): string {
  return time.format(new Date(at))
}
