import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { GROUP, GROUPS } from '../routes/paths.ts'
import { root } from '../routes/root.tsx'
import { listSearch } from '../routes/search.ts'

export const groupRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: GROUPS,
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./groups-page.tsx'), 'GroupsPage'),
  }),
  createRoute({ getParentRoute: () => root, path: GROUP, component: lazyRouteComponent(() => import('./group-page.tsx'), 'GroupPage') }),
] as const
