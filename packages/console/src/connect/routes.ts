import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { CONNECT } from '../routes/paths.ts'
import { root } from '../routes/root.tsx'
import { text } from '../routes/search.ts'

export const connectRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: CONNECT,
    validateSearch: (search: Readonly<Record<string, unknown>>): { language?: string | undefined; topic?: string | undefined } => ({
      language: text(search['language']),
      topic: text(search['topic']),
    }),
    component: lazyRouteComponent(() => import('./connect-page.tsx'), 'ConnectPage'),
  }),
] as const
