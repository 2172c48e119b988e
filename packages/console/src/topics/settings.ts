import type { Answer } from '../api/client.ts'

export type Setting = Answer<'listKafkaTopicConfigs'>['data'][number]

/** What a setting is about, by how its name begins; in the order of the page. */
const GROUPS: readonly (readonly [title: string, names: RegExp])[] = [
  ['Retention', /^(retention|cleanup|delete\.retention|file\.delete|local\.retention)/],
  ['Compaction', /^(min\.cleanable|min\.compaction|max\.compaction)/],
  ['Messages', /^(max\.message|message|compression)/],
  ['Durability', /^(min\.insync|unclean|flush)/],
  ['Segments and storage', /^(segment|index|preallocate|remote)/],
]
const OTHER = 'Other'

/** Settings in groups, those that differ from their default first in each. */
export function groupSettings(settings: readonly Setting[]): readonly (readonly [title: string, settings: readonly Setting[]])[] {
  const groups = Map.groupBy(settings, ({ name }) => GROUPS.find(([, names]) => names.test(name))?.[0] ?? OTHER)
  return [...GROUPS.map(([title]) => title), OTHER].flatMap((title) => {
    const found = groups.get(title)
    return found === undefined ? [] : [[title, found.toSorted(differingFirst)] as const]
  })
}

/** Set for this topic, not taken over from broker or Kafka. */
export function isOwn({ source }: Setting): boolean {
  return source === 'DYNAMIC_TOPIC_CONFIG'
}

/** What holds without the topic's own value. */
export function defaultOf({ synonyms, value }: Setting): string {
  return synonyms.find(({ source }) => source !== 'DYNAMIC_TOPIC_CONFIG')?.value ?? value ?? ''
}

function differingFirst(a: Setting, b: Setting): number {
  return Number(isOwn(b)) - Number(isOwn(a)) || (a.name < b.name ? -1 : 1)
}

const DAY_MS = 86_400_000

/** `604800000` of a name that ends in `.ms` reads `7 days`. */
export function inWords({ name }: Pick<Setting, 'name'>, value: string): string | null {
  const number = Number(value)
  if (value === '' || !Number.isFinite(number)) return null
  const hasUnit = /\.(ms|bytes)$/.test(name)
  if (number === -1) return hasUnit ? 'no limit' : null
  if (number === -2 && name.startsWith('local.')) return `as ${name.replace(/^local\./, '')}`
  if (number >= 9_223_372_036_854_775_000) return 'never'
  if (name.endsWith('.ms')) {
    if (number >= DAY_MS) return inUnit(number / DAY_MS, 'day')
    if (number >= 3_600_000) return inUnit(number / 3_600_000, 'hour')
    if (number >= 60_000) return inUnit(number / 60_000, 'minute')
    return number >= 1_000 ? inUnit(number / 1_000, 'second') : null
  }
  if (name.endsWith('.bytes') && number >= 1_024) {
    const unit =
      number >= 1_073_741_824
        ? ([1_073_741_824, 'GiB'] as const)
        : number >= 1_048_576
          ? ([1_048_576, 'MiB'] as const)
          : ([1_024, 'KiB'] as const)
    return `${round(number / unit[0])} ${unit[1]}`
  }
  return null
}

function inUnit(value: number, unit: string): string {
  return `${round(value)} ${unit}${value === 1 ? '' : 's'}`
}

function round(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1)
}
