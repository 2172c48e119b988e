import type { ConstModel, EnumModel, NumberModel, StringModel } from '../model.ts'
import type { DifferenceType } from './difference.ts'
import { type Findings, add } from './outcome.ts'

/** The names of what can happen to a bound. */
type BoundName = 'MAX_LENGTH' | 'MIN_LENGTH' | 'MAXIMUM' | 'MINIMUM' | 'EXCLUSIVE_MAXIMUM' | 'EXCLUSIVE_MINIMUM' | 'MAX_PROPERTIES'
type OtherBoundName = 'MIN_PROPERTIES' | 'MAX_ITEMS' | 'MIN_ITEMS' | 'MAX_CONTAINS' | 'MIN_CONTAINS'

/** A bound that was added, removed, increased or decreased. Null is no bound. */
export function compareBounds(
  findings: Findings,
  name: BoundName | OtherBoundName,
  path: string,
  original: number | null,
  update: number | null,
): void {
  if (original === update) return
  add(findings, `${name}_${changeOf(original, update)}` satisfies DifferenceType, path)
}

function changeOf(original: number | null, update: number | null): 'ADDED' | 'REMOVED' | 'INCREASED' | 'DECREASED' {
  if (original === null) return 'ADDED'
  if (update === null) return 'REMOVED'
  return update > original ? 'INCREASED' : 'DECREASED'
}

export function compareStrings(findings: Findings, original: StringModel, update: StringModel): void {
  compareBounds(findings, 'MAX_LENGTH', 'maxLength', original.maxLength, update.maxLength)
  compareBounds(findings, 'MIN_LENGTH', 'minLength', original.minLength, update.minLength)
  if (original.pattern === update.pattern) return
  if (original.pattern === null) add(findings, 'PATTERN_ADDED', 'pattern')
  else add(findings, update.pattern === null ? 'PATTERN_REMOVED' : 'PATTERN_CHANGED', 'pattern')
}

export function compareNumbers(findings: Findings, original: NumberModel, update: NumberModel): void {
  compareBounds(findings, 'MAXIMUM', 'maximum', original.maximum, update.maximum)
  compareBounds(findings, 'MINIMUM', 'minimum', original.minimum, update.minimum)
  compareBounds(findings, 'EXCLUSIVE_MAXIMUM', 'exclusiveMaximum', original.exclusiveMaximum, update.exclusiveMaximum)
  compareBounds(findings, 'EXCLUSIVE_MINIMUM', 'exclusiveMinimum', original.exclusiveMinimum, update.exclusiveMinimum)
  const multiple = compareMultiples(original.multipleOf, update.multipleOf)
  if (multiple !== null) add(findings, multiple, 'multipleOf')
  if (original.isInteger !== update.isInteger) add(findings, original.isInteger ? 'TYPE_EXTENDED' : 'TYPE_NARROWED')
}

function compareMultiples(original: string | null, update: string | null): DifferenceType | null {
  if (original === null) return update === null ? null : 'MULTIPLE_OF_ADDED'
  if (update === null) return 'MULTIPLE_OF_REMOVED'
  const scaled = scaledAlike(original, update)
  if (scaled === null) return original === update ? null : 'MULTIPLE_OF_CHANGED'
  const [from, to] = scaled
  if (from === to) return null
  if (to % from === 0n) return 'MULTIPLE_OF_EXPANDED'
  return from % to === 0n ? 'MULTIPLE_OF_REDUCED' : 'MULTIPLE_OF_CHANGED'
}

/** Powers of ten between two numbers that are still compared exactly; any further apart only differ. */
const EXPONENTS_APART_MAX = 400

/** Both as whole numbers of the same unit. */
function scaledAlike(a: string, b: string): readonly [bigint, bigint] | null {
  const [digitsA, exponentA] = decimalOf(a)
  const [digitsB, exponentB] = decimalOf(b)
  const apart = exponentA - exponentB
  if (digitsA === 0n || digitsB === 0n || !(Math.abs(apart) <= EXPONENTS_APART_MAX)) return null
  return apart >= 0 ? [digitsA * 10n ** BigInt(apart), digitsB] : [digitsA, digitsB * 10n ** BigInt(-apart)]
}

function decimalOf(text: string): readonly [digits: bigint, exponent: number] {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  return [BigInt(whole + fraction), Number(exponent) - fraction.length]
}

export function compareEnums(findings: Findings, original: EnumModel, update: EnumModel): void {
  const isExtended = original.values.isSubsetOf(update.values)
  const isNarrowed = update.values.isSubsetOf(original.values)
  if (isExtended && isNarrowed) return
  add(findings, isExtended ? 'ENUM_ARRAY_EXTENDED' : isNarrowed ? 'ENUM_ARRAY_NARROWED' : 'ENUM_ARRAY_CHANGED', 'enum')
}

export function compareConsts(findings: Findings, original: ConstModel, update: ConstModel): void {
  if (original.value !== update.value) add(findings, 'ENUM_ARRAY_CHANGED', 'const')
}
