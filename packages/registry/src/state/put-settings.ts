import type { Mode, QualifiedSubject, RegistryConfig } from './contract.ts'
import { type Registry, type Tenant, ensureTenant, scopeText } from './model.ts'
import { qualify } from './names.ts'

export function putConfig(registry: Registry, scope: QualifiedSubject, config: RegistryConfig | null): void {
  const tenant = ensureTenant(registry, scope.tenant)
  const text = scopeText(scope)
  putAlias(tenant, scope, tenant.configs.get(text), config)
  if (config === null) tenant.configs.delete(text)
  else tenant.configs.set(text, config)
  tenant.settingsChanged = registry.changes
}

export function putMode(registry: Registry, scope: QualifiedSubject, mode: Mode | null): void {
  const tenant = ensureTenant(registry, scope.tenant)
  if (mode === null) tenant.modes.delete(scopeText(scope))
  else tenant.modes.set(scopeText(scope), mode)
  tenant.settingsChanged = registry.changes
}

function putAlias({ aliases }: Tenant, scope: QualifiedSubject, before: RegistryConfig | undefined, after: RegistryConfig | null): void {
  const text = scopeText(scope)
  if (before?.alias !== undefined) {
    const target = scopeText(qualify(scope, before.alias))
    const held = aliases.get(target)
    held?.delete(text)
    if (held?.size === 0) aliases.delete(target)
  }
  if (after?.alias !== undefined) {
    const target = scopeText(qualify(scope, after.alias))
    const held = aliases.get(target)
    if (held === undefined) aliases.set(target, new Set([text]))
    else held.add(text)
  }
}
