import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { API_KEYS, AUDIT_LOG, ROLE_BINDINGS, SERVICE_ACCOUNTS } from '../routes/paths.ts'
import { root } from '../routes/root.tsx'
import { listSearch, oneOf, text } from '../routes/search.ts'

const auditSearch = (search: Readonly<Record<string, unknown>>) => ({
  principal: text(search['principal']),
  method: text(search['method']),
  resource: text(search['resource']),
  granted: oneOf(['true', 'false'], search['granted']),
})

export const accessRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: API_KEYS,
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./api-keys-page.tsx'), 'ApiKeysPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: SERVICE_ACCOUNTS,
    component: lazyRouteComponent(() => import('./service-accounts-page.tsx'), 'ServiceAccountsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: ROLE_BINDINGS,
    component: lazyRouteComponent(() => import('./role-bindings-page.tsx'), 'RoleBindingsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: AUDIT_LOG,
    validateSearch: auditSearch,
    component: lazyRouteComponent(() => import('./audit-log-page.tsx'), 'AuditLogPage'),
  }),
] as const
