import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { fetchEarly } from '../api/query-client.ts'
import { GROUP, GROUPS } from '../routes/paths.ts'
import { root } from '../routes/root.tsx'
import { listSearch } from '../routes/search.ts'
import { groupQuery, groupsQuery } from './queries.ts'

export const groupRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: GROUPS,
    validateSearch: listSearch,
    loader: ({ params }) => fetchEarly(groupsQuery(params.cluster)),
    component: lazyRouteComponent(() => import('./groups-page.tsx'), 'GroupsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: GROUP,
    loader: ({ params }) => fetchEarly(groupQuery(params.cluster, params.group)),
    component: lazyRouteComponent(() => import('./group-page.tsx'), 'GroupPage'),
  }),
] as const
