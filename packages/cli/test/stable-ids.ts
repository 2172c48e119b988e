/**
 * What differs from run to run has a stand-in of the same length in a transcript, so that tables stay aligned: the first environment that is seen is
 * `env-000001`. Typed lines say the stand-in, and mean what it stands for.
 */
const PATTERNS: readonly (readonly [RegExp, (nth: number, seen: string) => string])[] = [
  [
    /\b(?=[\d-]*[a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
    (nth) => `00000000-0000-0000-0000-${digits(nth, 12)}`,
  ],
  [/\b(?:env|lkc|lsrc|sa|rb|u)-(?=\d*[a-z])[a-z0-9]{6}\b/g, (nth, seen) => `${seen.split('-')[0]!}-${digits(nth, 6)}`],
  [/\bcflt[\w+/]{60}(?![\w+/=])/g, (nth) => `cflt${digits(nth, 60)}`],
  [/\b[A-Z2-7]{16}\b/g, (nth) => `KEY${digits(nth, 13)}`],
  [/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, () => '2026-01-01T00:00:00.000Z'],
  [/(?<=localhost:|127\.0\.0\.1:)\d{5}\b/g, (nth) => String(10_000 + nth)],
]

export class StableIds {
  readonly #standIns = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  /** Output, as the transcript has it. */
  stable(text: string): string {
    return PATTERNS.reduce((done, [pattern, make]) => done.replace(pattern, (seen) => this.#standInFor(seen, make)), text)
  }

  /** A typed line, as the CLI gets it. Ids that nobody has seen stay as they are. */
  real(line: string): string {
    let text = line
    for (const [seen, standIn] of this.#standIns) text = text.replaceAll(standIn, seen)
    return text
  }

  #standInFor(seen: string, make: (nth: number, seen: string) => string): string {
    const known = this.#standIns.get(seen)
    if (known !== undefined || this.#isStandIn(seen)) return known ?? seen
    const kind = make(0, seen)
    const nth = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, nth)
    const standIn = make(nth, seen)
    this.#standIns.set(seen, standIn)
    return standIn
  }

  #isStandIn(text: string): boolean {
    return [...this.#standIns.values()].includes(text)
  }
}

function digits(nth: number, length: number): string {
  return String(nth).padStart(length, '0')
}
