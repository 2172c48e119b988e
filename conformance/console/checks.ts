/** Promises that are looked at one after the other; one that does not hold does not hide the next. */
export interface Checks {
  /** Nothing that is thrown leaves it. */
  readonly check: (name: string, holds: () => Promise<void>) => Promise<void>
  readonly failed: number
  readonly passed: number
}

export function checks(say: (line: string) => void): Checks {
  const began = performance.now()
  let [passed, failed] = [0, 0]
  return {
    async check(name, holds) {
      const at = `${((performance.now() - began) / 1_000).toFixed(1)} s`.padStart(8)
      try {
        await holds()
        passed++
        say(`${at}  ok      ${name}`)
      } catch (error) {
        failed++
        say(`${at}  FAILED  ${name}\n          ${short(error)}`)
      }
    },
    get passed() {
      return passed
    },
    get failed() {
      return failed
    },
  }
}

const MESSAGE_CHARS_MAX = 1_200

function short(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.slice(0, MESSAGE_CHARS_MAX).replaceAll('\n', '\n          ')
}

export function same(seen: unknown, expected: unknown, what: string): void {
  const [left, right] = [JSON.stringify(seen), JSON.stringify(expected)]
  if (left !== right) throw new Error(`${what}: ${left}, expected ${right}`)
}

export function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(what)
}
