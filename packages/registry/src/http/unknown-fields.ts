/** What a valibot schema looks like from outside. */
interface Part {
  readonly type: string
  readonly entries?: Readonly<Record<string, Part>>
  readonly item?: Part
  readonly value?: Part
  readonly wrapped?: Part
}

/** The first property in a body that its schema does not name; null: there is none. The registry refuses those, unless a header says to let them be. */
export function unknownField(schema: unknown, value: unknown): string | null {
  return find(schema as Part, value)
}

function find(part: Part, value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (part.wrapped !== undefined) return find(part.wrapped, value)
  if (part.item !== undefined) return firstOf(value as readonly unknown[], (item) => find(part.item!, item))
  if (part.entries === undefined) return null
  const { entries } = part
  return firstOf(Object.entries(value as object), ([name, field]: [string, unknown]) => {
    const entry = Object.hasOwn(entries, name) ? entries[name] : undefined
    return entry === undefined ? name : find(entry, field)
  })
}

function firstOf<T>(items: readonly T[], of: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = of(item)
    if (found !== null) return found
  }
  return null
}
