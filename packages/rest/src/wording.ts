import type * as v from 'valibot'

export type Issue = v.BaseIssue<unknown>

/**
 * A text that a schema gives its rule wins; one in lower case goes on from the subject (`must be …`). Valibot's own texts say
 * `Invalid …: … received …` and would repeat the input.
 */
export function wordingOf(issue: Issue, subject: string): string {
  if (!isDefaultText(issue)) return /^[a-z]/.test(issue.message) ? `The ${subject} ${issue.message}` : issue.message
  if (isMissing(issue)) return `The ${subject} is required`
  const rule = RULES[issue.type]
  if (rule !== undefined) return `The ${subject} ${rule(issue)}`
  if (issue.type === 'picklist' && isChoice(issue)) return `The ${subject} must be one of: ${choices(issue).join(', ')}`
  if (isRule(issue)) return `The ${subject} does not have an allowed value`
  return `The ${subject} of type ${jsonType(issue.input)} did not match the following type: ${expectedType(issue)}`
}

/** A value of the right type that a rule forbids, as opposed to a value of the wrong type or none. */
export function isRule(issue: Issue): boolean {
  return issue.kind === 'validation' ? !TYPE_CHECKS.has(issue.type) : isChoice(issue)
}

/** Checks that speak about the type although valibot makes them actions: JSON Schema calls `integer` a type. */
const TYPE_CHECKS = new Set(['integer', 'safe_integer', 'finite', 'not_nan'])

const RULES: Readonly<Record<string, (issue: Issue) => string>> = {
  max_length: (issue) => `must have at most ${requirement(issue)} ${unitOf(issue)}`,
  min_length: (issue) => `must have at least ${requirement(issue)} ${unitOf(issue)}`,
  length: (issue) => `must have exactly ${requirement(issue)} ${unitOf(issue)}`,
  non_empty: () => 'must not be empty',
  max_value: (issue) => `must be at most ${requirement(issue)}`,
  min_value: (issue) => `must be at least ${requirement(issue)}`,
  multiple_of: (issue) => `must be a multiple of ${requirement(issue)}`,
  regex: () => 'does not have the required form',
  email: () => 'must be an e-mail address',
  url: () => 'must be a URL',
  uuid: () => 'must be a UUID',
  iso_timestamp: () => 'must be a time as in RFC 3339',
}

const CHOICES = new Set(['picklist', 'literal', 'enum', 'variant'])

function isChoice(issue: Issue): boolean {
  return CHOICES.has(issue.type) && typeof issue.input === choiceType(issue)
}

function isMissing(issue: Issue): boolean {
  return issue.kind === 'schema' && issue.input === undefined
}

function isDefaultText(issue: Issue): boolean {
  return issue.message.startsWith('Invalid ') && issue.message.endsWith(`eceived ${issue.received}`)
}

function requirement(issue: Issue): string {
  return String((issue as { readonly requirement?: unknown }).requirement)
}

function unitOf(issue: Issue): string {
  return typeof issue.input === 'string' ? 'characters' : 'elements'
}

/** Valibot lists literals as `("A" | "B")`. */
function choices(issue: Issue): readonly string[] {
  return (issue.expected ?? '')
    .replace(/^\((.*)\)$/, '$1')
    .split(' | ')
    .map((choice) => choice.replaceAll('"', ''))
}

function choiceType(issue: Issue): string {
  const [first = ''] = choices(issue)
  if (issue.expected?.includes('"') === true) return 'string'
  return first === 'true' || first === 'false' ? 'boolean' : 'number'
}

function expectedType(issue: Issue): string {
  if (TYPE_CHECKS.has(issue.type)) return 'integer'
  if (CHOICES.has(issue.type)) return choiceType(issue)
  return (issue.expected ?? issue.type).toLowerCase()
}

function jsonType(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
