import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { CLUSTER } from '../routes/paths.ts'
import { root } from '../routes/root.tsx'
import { listSearch } from '../routes/search.ts'

export const topicRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: `${CLUSTER}/topics`,
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./topics-page.tsx'), 'TopicsPage'),
  }),
] as const
