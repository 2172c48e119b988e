export function assertExists<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no ${what} among the definitions`)
  return value
}
