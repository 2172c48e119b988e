import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { ACLS } from '../routes/paths.ts'
import { root } from '../routes/root.tsx'

export const aclRoutes = [
  createRoute({ getParentRoute: () => root, path: ACLS, component: lazyRouteComponent(() => import('./acls-page.tsx'), 'AclsPage') }),
] as const
