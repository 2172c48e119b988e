/** What a subject is called, in requests, answers and records: `[tenant_][:.context:]name`. */
import { DEFAULT_CONTEXT, DEFAULT_TENANT, GLOBAL_CONTEXT, type QualifiedSubject, type StateOptions } from './contract.ts'

/** Logical registries of the cloud, as their ids look. */
const TENANT_PREFIX = /^(lsrc-[a-z0-9]+)_/
/** Java's ISO control characters. */
// oxlint-disable-next-line no-control-regex -- they are what it looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/
const RESERVED_NAMES = ['__GLOBAL', '__EMPTY']

/** From a request: the text has no tenant in it. `:.ctx` without the last colon is the context. */
export function subjectOf(tenant: string, text: string): QualifiedSubject {
  if (!text.startsWith(':.')) return { tenant, context: DEFAULT_CONTEXT, name: text }
  const end = text.indexOf(':', 2)
  return end === -1 ? { tenant, context: text.slice(1), name: '' } : { tenant, context: text.slice(1, end), name: text.slice(end + 1) }
}

/** From a record; null and `''` are the default context of the default tenant. */
export function subjectOfRecord(text: string | null, { tenants }: Pick<StateOptions, 'tenants'>): QualifiedSubject {
  if (text === null) return contextScope(DEFAULT_TENANT, DEFAULT_CONTEXT)
  const tenant = tenants === 'by-prefix' ? TENANT_PREFIX.exec(text)?.[1] : undefined
  return tenant === undefined ? subjectOf(DEFAULT_TENANT, text) : subjectOf(tenant, text.slice(tenant.length + 1))
}

/** For answers: without tenant. */
export function subjectText({ context, name }: QualifiedSubject): string {
  return contextText(context) + name
}

/** `''` for the default context, `:.ctx:` for others. */
export function contextText(context: string): string {
  return context === DEFAULT_CONTEXT ? '' : `:${context}:`
}

/** For records: with tenant. Unique within the state. */
export function recordText(subject: QualifiedSubject): string {
  return subject.tenant === DEFAULT_TENANT ? subjectText(subject) : `${subject.tenant}_${subjectText(subject)}`
}

/** The scope of a context's config and mode. */
export function contextScope(tenant: string, context: string): QualifiedSubject {
  return { tenant, context, name: '' }
}

/** A plain subject is in the context of whoever names it. */
export function qualify(parent: QualifiedSubject, text: string): QualifiedSubject {
  const named = subjectOf(parent.tenant, text)
  return named.context === DEFAULT_CONTEXT ? { ...named, context: parent.context } : named
}

/** May it be registered under (or, for `settings`, configured)? An empty name may, for old times' sake. */
export function isValidSubject(
  subject: QualifiedSubject,
  use: 'schemas' | 'settings',
  { tenants }: Pick<StateOptions, 'tenants'>,
): boolean {
  const text = subjectText(subject)
  if (CONTROL.test(text) || RESERVED_NAMES.includes(subject.name)) return false
  if (use === 'schemas' && subject.context === GLOBAL_CONTEXT) return false
  // It would be read back as another tenant's.
  return !(tenants === 'by-prefix' && subject.tenant === DEFAULT_TENANT && TENANT_PREFIX.test(text))
}

/** `{ctx}` of a path: with or without its dot and colons. Null: a colon within it. */
export function contextOf(text: string): string | null {
  const bare = text.replace(/^:/, '').replace(/:$/, '')
  if (bare.includes(':')) return null
  return bare.startsWith('.') ? bare : `.${bare}`
}
