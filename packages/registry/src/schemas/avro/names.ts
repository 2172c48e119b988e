import { AvroSchemaError } from './error.ts'

/** A name with its namespace, as the Avro specification joins them. */
export interface AvroName {
  readonly name: string
  /** Null is the null namespace; never empty. */
  readonly space: string | null
  readonly full: string
}

/** A dotted name brings its own namespace. */
export function avroName(text: string, space: string | null): AvroName {
  const dot = text.lastIndexOf('.')
  const name = text.slice(dot + 1)
  const ownSpace = (dot === -1 ? space : text.slice(0, dot)) || null
  return { name, space: ownSpace, full: ownSpace === null ? name : `${ownSpace}.${name}` }
}

/** All words that `type` can hold for an unnamed or defining schema; a name that equals one is always written in full. */
const TYPE_WORDS: ReadonlySet<string> = new Set(
  'record enum array map union fixed string bytes int long float double boolean null'.split(' '),
)

/** How a name is written where `space` is the enclosing namespace. */
export function qualifiedIn(name: AvroName, space: string | null): string {
  return name.space !== null && name.space === space && !TYPE_WORDS.has(name.name) ? name.name : name.full
}

/** As `getAliases` of org.apache.avro tells an alias: a dot marks the null namespace where the type has another. */
export function aliasText(alias: AvroName, of: AvroName): string {
  return alias.space === null && of.space !== null ? `.${alias.name}` : alias.full
}

/** Java looks at names unit by unit: letters and digits beyond the first plane are none to it. */
const FIRST = /^[\p{L}_]/u
const ALL = /^[\p{L}\p{Nd}_]+$/u
const SURROGATES = /[\ud800-\udfff]/

/** What is wrong with a name by Avro's usual rule (UTF_VALIDATOR: letters and digits of any script, `_`); null when nothing is. */
function nameProblem(name: string): string | null {
  if (name === '') return 'Empty name'
  if (!FIRST.test(name) || SURROGATES.test(name[0]!)) return `Illegal initial character: ${name}`
  return ALL.test(name) && !SURROGATES.test(name) ? null : `Illegal character in: ${name}`
}

export function checkName(name: string, offset: number | undefined): void {
  const problem = nameProblem(name)
  if (problem !== null) throw new AvroSchemaError(problem, offset)
}

/** Every part of the namespace, then the name. */
export function checkFullName(full: string, offset: number | undefined): void {
  const parts = full.split('.')
  parts.forEach((part, index) => {
    const problem = nameProblem(part)
    if (problem === null) return
    const what = index === parts.length - 1 ? 'Name' : 'Namespace part'
    throw new AvroSchemaError(`${what} "${part}" is invalid: ${problem}`, offset)
  })
}
