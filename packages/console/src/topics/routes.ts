import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { TOPIC_PARTITIONS, TOPIC_SETTINGS, TOPICS } from '../routes/paths.ts'
import { root } from '../routes/root.tsx'
import { listSearch } from '../routes/search.ts'

export const topicRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: TOPICS,
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./topics-page.tsx'), 'TopicsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: TOPIC_PARTITIONS,
    component: lazyRouteComponent(() => import('./partitions-page.tsx'), 'PartitionsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: TOPIC_SETTINGS,
    component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
  }),
] as const
