/** By UTF-16 units: what lists are sorted by everywhere here. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function byText<T>(textOf: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => compare(textOf(a), textOf(b))
}
