import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { TOPIC } from '../routes/paths.ts'
import { root } from '../routes/root.tsx'
import { browseSearch } from './search.ts'

export const messageRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: TOPIC,
    validateSearch: browseSearch,
    component: lazyRouteComponent(() => import('./messages-page.tsx'), 'MessagesPage'),
  }),
] as const
