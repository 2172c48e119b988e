import type { Option, OptionValue } from '../text/ast.ts'
import type { Names } from './names.ts'
import { byText } from './order.ts'

/** Extensions by full name, `(a).b = 1` as `(a) = { b: 1 }`, what belongs to one option in one, sorted by name. */
export function normalOptions(names: Names, scope: string, options: readonly Option[]): readonly Option[] {
  const known = options.map((option) => {
    const extension = option.isParenthesized ? names.extensionOf(scope, option.name) : undefined
    return extension === undefined
      ? { option, isSingle: false }
      : { option: asMap({ ...option, name: extension.fullName }), isSingle: extension.field.label !== 'repeated' }
  })
  const byName = Map.groupBy(
    known.toSorted((a, b) => byText(a.option.name, b.option.name)),
    ({ option }) => option.name,
  )
  const joined = [...byName.values()].flatMap((list) =>
    list[0]!.isSingle ? [merged(list.map(({ option }) => option))] : list.map(({ option }) => option),
  )
  return joined.map((option) => ({ ...option, value: normalValue(names, scope, option.value, true) }))
}

function asMap(option: Option): Option {
  return option.value.kind === 'option' ? { ...option, value: mapOf(option.value.option) } : option
}

function mapOf({ name, isParenthesized, value }: Option): OptionValue {
  const key = isParenthesized ? `[${name}]` : name
  return { kind: 'map', entries: new Map([[key, value.kind === 'option' ? mapOf(value.option) : value]]) }
}

/** The last option, or, when all are aggregates, one with the entries of all; a key that comes again has a list of all its values. */
function merged(options: readonly Option[]): Option {
  const last = options.at(-1)!
  const maps = options.flatMap(({ value }) => (value.kind === 'map' ? [value.entries] : []))
  if (options.length === 1 || maps.length < options.length) return last
  const values = new Map<string, OptionValue[]>()
  for (const [key, value] of maps.flatMap((entries) => [...entries])) {
    const known = values.get(key)
    if (known === undefined) values.set(key, [value])
    else known.push(value)
  }
  const entries = [...values].map(([key, [first, ...more]]): [string, OptionValue] => {
    return [key, more.length === 0 ? first! : { kind: 'list', items: distinct([first!, ...more].flatMap(itemsOf)) }]
  })
  return { ...last, value: { kind: 'map', entries: new Map(entries) } }
}

function itemsOf(value: OptionValue): readonly OptionValue[] {
  return value.kind === 'list' ? value.items : [value]
}

function distinct(items: readonly OptionValue[]): readonly OptionValue[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()]
}

function keyOf(value: OptionValue): string {
  return JSON.stringify(value, (_, item: unknown) =>
    item instanceof Map ? [...item].toSorted(([a], [b]) => byText(String(a), String(b))) : item,
  )
}

function normalValue(names: Names, scope: string, value: OptionValue, isTop: boolean): OptionValue {
  switch (value.kind) {
    case 'number':
      return { kind: 'number', text: normalNumber(value.text) }
    case 'map':
      return { kind: 'map', entries: normalEntries(names, scope, value.entries) }
    case 'list': {
      const items = value.items.map((item) => normalValue(names, scope, item, false))
      // A list of one is that one, but for the value of an option itself.
      return items.length === 1 && !isTop ? items[0]! : { kind: 'list', items }
    }
    case 'option':
      return { kind: 'option', option: { ...value.option, value: normalValue(names, scope, value.option.value, true) } }
    case 'boolean':
    case 'enum':
    case 'string':
      return value
  }
}

function normalEntries(names: Names, scope: string, entries: ReadonlyMap<string, OptionValue>): ReadonlyMap<string, OptionValue> {
  const named = new Map<string, OptionValue>()
  for (const [key, value] of entries) {
    if (value.kind === 'list' && value.items.length === 0) continue
    const extension = /^\[.*\]$/.test(key) ? names.extensionOf(scope, key.slice(1, -1)) : undefined
    const name = extension === undefined ? key : `[${extension.fullName}]`
    if (!named.has(name)) named.set(name, normalValue(names, scope, value, false))
  }
  return new Map([...named].toSorted(([a], [b]) => byText(a, b)))
}

const DECIMAL = new Intl.NumberFormat('en', { maximumFractionDigits: 3, useGrouping: false, roundingMode: 'halfEven' })

/** As Java's DecimalFormat writes it: plain, three digits after the point at most. What Java takes for no number stays. */
function normalNumber(text: string): string {
  const digits = text.replace(/^-/, '')
  const sign = text.startsWith('-') ? '-' : ''
  if (/^0[xX][0-9a-fA-F]+$/.test(digits)) return sign + BigInt(digits).toString()
  if (/^0[0-7]+$/.test(digits)) return sign + BigInt(`0o${digits.slice(1)}`).toString()
  if (/^[0-9]+$/.test(digits)) return sign + BigInt(digits).toString()
  if (!/^[0-9]*\.?[0-9]*([eE]-?[0-9]+)?$/.test(digits) || !/[0-9]/.test(digits)) return text
  return DECIMAL.format(Number(text))
}
