/**
 * Regular expressions of schemas are Java's in the registry. Here one is turned into JavaScript's (flag `u`): to refuse what Java refuses, and to see
 * which property names it finds. Java's own corners (classes within classes, `&&`, `\X`, flags other than `i`) are accepted but never tried.
 */
import { type Result, fail, ok } from '@leat/base'
import { JSON_SCHEMA_LIMITS } from './limits.ts'

export interface SchemaPattern {
  readonly source: string
  /** Null when it is only known to be valid. */
  readonly expression: RegExp | null
}

interface Translation {
  readonly source: string
  at: number
  flags: string
  isPartial: boolean
}

const POSIX: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1f\\x7f',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\v\\f\\r',
}
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\\x07',
  e: '\\x1b',
  A: '^',
  z: '$',
  Z: '$',
  R: '(?:\\r\\n|[\\n-\\r\\x85\\u2028\\u2029])',
}
const KEPT_ESCAPE = /[dDwWsSbBtnrfvcukpPx1-9]/
const SET_ESCAPE = /^\\[dDwWsSpP]/
const MEANINGFUL = /[\^$\\.*+?()[\]{}|/]/
const PROPERTY = /[pP](?:\{(?:Is|general_category=|gc=|script=|sc=)?([A-Za-z_]+)\}|([A-Z]))/y
const QUANTIFIER = /\{[0-9]+(?:,[0-9]*)?\}/y

/** @returns the reason when Java would refuse it, or it is longer than `patternCharsMax`. */
export function readPattern(source: string): Result<SchemaPattern, string> {
  if (source.length > JSON_SCHEMA_LIMITS.patternCharsMax) {
    return fail(`the pattern is longer than ${JSON_SCHEMA_LIMITS.patternCharsMax} characters`)
  }
  const translation: Translation = { source, at: 0, flags: 'u', isPartial: false }
  const translated = translate(translation)
  if (translation.isPartial) return ok({ source, expression: null })
  try {
    return ok({ source, expression: new RegExp(translated, translation.flags) })
  } catch (error) {
    return fail(
      error instanceof Error ? error.message.replace(/^Invalid regular expression: \/.*\/[a-z]*: /s, '').toLowerCase() : 'it is broken',
    )
  }
}

/** Whether the pattern is found in the name; `unknown` when it cannot be tried, or only at a cost that nobody bounds. */
export function findsIn(pattern: SchemaPattern, name: string): boolean | 'unknown' {
  const { matchedNameCharsMax, matchedPatternCharsMax } = JSON_SCHEMA_LIMITS
  if (pattern.expression === null || pattern.source.length > matchedPatternCharsMax || name.length > matchedNameCharsMax) return 'unknown'
  return pattern.expression.test(name)
}

function translate(on: Translation): string {
  let out = ''
  if (on.source.startsWith('(?i)')) {
    on.flags += 'i'
    on.at = 4
  }
  while (on.at < on.source.length) {
    const char = on.source[on.at] as string
    if (char === '\\') out += translateEscape(on, false)
    else if (char === '[') out += translateClass(on)
    else if (char === '{') out += match(on, QUANTIFIER) ?? take(on, 1)
    else if (char === ']' || char === '}') out += `\\${take(on, 1)}`
    else if (char === '(') out += translateGroup(on)
    else out += take(on, 1)
    // A possessive quantifier finds no more than the greedy one; as a test of names that is close enough.
    if (/[*+?{]/.test(char) && on.source[on.at] === '+') on.at++
  }
  return out
}

function translateGroup(on: Translation): string {
  if (on.source.startsWith('(?>', on.at)) {
    on.at += 3
    return '(?:'
  }
  if (/^\(\?[a-zA-Z]*-?[a-zA-Z]*\)/.test(on.source.slice(on.at, on.at + 12))) on.isPartial = true // Flags from here on.
  return take(on, 1)
}

function translateClass(on: Translation): string {
  let out = take(on, 1)
  if (on.source[on.at] === '^') out += take(on, 1)
  if (on.source[on.at] === ']') out += `\\${take(on, 1)}`
  let afterSet = false
  while (on.at < on.source.length && on.source[on.at] !== ']') {
    const rest = on.source.slice(on.at, on.at + 3)
    if (rest.startsWith('[') || rest.startsWith('&&')) on.isPartial = true
    if (rest.startsWith('\\')) {
      afterSet = SET_ESCAPE.test(rest)
      out += translateEscape(on, true)
    } else if (rest.startsWith('-') && afterSet) {
      out += `\\${take(on, 1)}` // After a set like \w Java takes it for itself.
      afterSet = false
    } else {
      out += take(on, 1)
      afterSet = false
    }
  }
  return out + take(on, 1)
}

function translateEscape(on: Translation, isInClass: boolean): string {
  const char = on.source[on.at + 1]
  if (char === undefined) return take(on, 1)
  if (char === 'Q') return translateQuotation(on)
  if (char === 'p' || char === 'P') return translateProperty(on, isInClass)
  if (char === '0') return translateOctal(on)
  if (char === 'h' || ESCAPES[char] !== undefined) {
    on.at += 2
    return char === 'h' ? (isInClass ? ' \\t\\xa0' : '[ \\t\\xa0]') : (ESCAPES[char] as string)
  }
  if (char === 'x' && on.source[on.at + 2] === '{') {
    on.at += 2
    return '\\u'
  }
  if (KEPT_ESCAPE.test(char)) return take(on, 2)
  if (/[A-Za-z]/.test(char)) {
    if (/[HVNXG]/.test(char)) on.isPartial = true
    return take(on, 2)
  }
  on.at += 2
  return MEANINGFUL.test(char) || char === '-' ? (char === '-' && !isInClass ? '-' : `\\${char}`) : char
}

function translateQuotation(on: Translation): string {
  const end = on.source.indexOf('\\E', on.at + 2)
  const quoted = on.source.slice(on.at + 2, end === -1 ? undefined : end)
  on.at = end === -1 ? on.source.length : end + 2
  return quoted.replace(/[\^$\\.*+?()[\]{}|/-]/g, (char) => (char === '-' ? '\\x2d' : `\\${char}`))
}

function translateProperty(on: Translation, isInClass: boolean): string {
  const isNegated = on.source[on.at + 1] === 'P'
  PROPERTY.lastIndex = on.at + 1
  const found = PROPERTY.exec(on.source)
  if (found === null) {
    on.isPartial = true // A block, `javaLowerCase` …: Java knows more names than can be checked here.
    return take(on, 2)
  }
  on.at = PROPERTY.lastIndex
  const name = (found[1] ?? found[2]) as string
  const posix = POSIX[name]
  if (posix !== undefined) {
    if (isInClass && isNegated) on.isPartial = true
    return isInClass ? posix : `[${isNegated ? '^' : ''}${posix}]`
  }
  for (const known of [name, `Script=${name}`]) {
    const source = `\\${isNegated ? 'P' : 'p'}{${known}}`
    if (isRegExp(source)) return source
  }
  if (/^(Is|In|java)/.test(found[1] ?? '')) on.isPartial = true
  return `\\p{${name}}`
}

function translateOctal(on: Translation): string {
  const digits = /^[0-3]?[0-7]{1,2}/.exec(on.source.slice(on.at + 2, on.at + 5))?.[0]
  if (digits === undefined) return take(on, 2) + '\\' // Java wants digits after it; a lone backslash is refused below.
  on.at += 2 + digits.length
  return `\\x${Number.parseInt(digits, 8).toString(16).padStart(2, '0')}`
}

function isRegExp(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp
  } catch {
    return false
  }
}

function match(on: Translation, expression: RegExp): string | null {
  expression.lastIndex = on.at
  const found = expression.exec(on.source)?.[0]
  if (found !== undefined) on.at += found.length
  return found ?? null
}

function take(on: Translation, chars: number): string {
  const taken = on.source.slice(on.at, on.at + chars)
  on.at += chars
  return taken
}
