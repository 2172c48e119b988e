/** Config and mode, with their inheritance: the subject, else its context, else all contexts, else what is built in. A named context never sees the default context's. */
import {
  type ConfigInScope,
  DEFAULT_CONTEXT,
  GLOBAL_CONTEXT,
  type Mode,
  type QualifiedSubject,
  type RegistryConfig,
  type RegistryState,
} from './contract.ts'
import { type Tenant, registryOf, scopeText, tenantOf } from './model.ts'
import { contextScope, qualify } from './names.ts'

/** A config of its own inherits these all the same; level, metadata and rule sets it does not. */
const INHERITED = [
  'normalize',
  'validateFields',
  'validateNewSchemas',
  'validateRules',
  'compatibilityPolicy',
  'compatibilityGroup',
] as const

const GLOBAL_SCOPE = `:${GLOBAL_CONTEXT}:`

/** Nearest first. */
function scopesOf(scope: QualifiedSubject): readonly string[] {
  return [...new Set([scopeText(scope), scopeText(contextScope(scope.tenant, scope.context)), GLOBAL_SCOPE])]
}

export function config(state: RegistryState, scope: QualifiedSubject): RegistryConfig | null {
  const own = settings(state, scope)?.configs.get(scopeText(scope))
  const { compatibilityLevel } = state.options
  if (own !== undefined) return { compatibilityLevel, ...own }
  return isDefaultScope(scope) ? { compatibilityLevel } : null
}

export function configInScope(state: RegistryState, scope: QualifiedSubject): ConfigInScope {
  const tenant = settings(state, scope)
  const configs = scopesOf(scope).flatMap((text) => tenant?.configs.get(text) ?? [])
  const [nearest, ...others] = configs
  const inherited: Record<string, unknown> = {}
  for (const other of others.reverse()) for (const name of INHERITED) if (other[name] !== undefined) inherited[name] = other[name]
  return { compatibilityLevel: state.options.compatibilityLevel, ...inherited, ...nearest }
}

export function mode(state: RegistryState, scope: QualifiedSubject): Mode | null {
  return settings(state, scope)?.modes.get(scopeText(scope)) ?? (isDefaultScope(scope) ? 'READWRITE' : null)
}

export function modeInScope(state: RegistryState, scope: QualifiedSubject): Mode {
  const modes = settings(state, scope)?.modes
  const overriding = modes?.get('') ?? modes?.get(GLOBAL_SCOPE)
  if (overriding === 'READONLY_OVERRIDE') return overriding
  for (const text of scopesOf(scope)) {
    const found = modes?.get(text)
    if (found !== undefined) return found
  }
  return 'READWRITE'
}

export function resolveAlias(state: RegistryState, subject: QualifiedSubject): QualifiedSubject {
  const alias = settings(state, subject)?.configs.get(scopeText(subject))?.alias
  return alias === undefined || alias === '' || subject.name === '' ? subject : qualify(subject, alias)
}

function settings(state: RegistryState, { tenant }: QualifiedSubject): Tenant | undefined {
  return tenantOf(registryOf(state), tenant)
}

/** GET /config and /mode answer there even when nothing was set. */
function isDefaultScope({ context, name }: QualifiedSubject): boolean {
  return context === DEFAULT_CONTEXT && name === ''
}
