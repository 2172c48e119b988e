import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { CLUSTER, ENVIRONMENT } from '../routes/paths.ts'
import { root } from '../routes/root.tsx'

export const clusterRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: ENVIRONMENT,
    component: lazyRouteComponent(() => import('./environment-page.tsx'), 'EnvironmentPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: CLUSTER,
    component: lazyRouteComponent(() => import('./cluster-page.tsx'), 'ClusterPage'),
  }),
] as const
