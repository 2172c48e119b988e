import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { fetchEarly } from '../api/query-client.ts'
import { TOPIC_PARTITIONS, TOPIC_SETTINGS, TOPICS } from '../routes/paths.ts'
import { root } from '../routes/root.tsx'
import { listSearch } from '../routes/search.ts'
import { partitionsQuery, topicsQuery } from './queries.ts'

export const topicRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: TOPICS,
    validateSearch: listSearch,
    loader: ({ params }) => fetchEarly(topicsQuery(params.cluster)),
    component: lazyRouteComponent(() => import('./topics-page.tsx'), 'TopicsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: TOPIC_PARTITIONS,
    loader: ({ params }) => fetchEarly(partitionsQuery(params.cluster, params.topic)),
    component: lazyRouteComponent(() => import('./partitions-page.tsx'), 'PartitionsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: TOPIC_SETTINGS,
    component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
  }),
] as const
