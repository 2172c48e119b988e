/** Words of an address, read strictly: what is not as expected is not there. */

export const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

export const natural = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined

export const yes = (value: unknown): true | undefined => (value === true ? true : undefined)

export function oneOf<const Words extends readonly string[]>(words: Words, value: unknown): Words[number] | undefined {
  return words.find((word) => word === value)
}

/** Of pages with one list: what is searched for, and the order. */
export const listSearch = (search: Readonly<Record<string, unknown>>): { find?: string | undefined; sort?: string | undefined } => ({
  find: text(search['find']),
  sort: text(search['sort']),
})
