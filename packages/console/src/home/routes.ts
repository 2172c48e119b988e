import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from '../routes/root.tsx'

export const homeRoutes = [
  createRoute({ getParentRoute: () => root, path: '/', component: lazyRouteComponent(() => import('./home-page.tsx'), 'HomePage') }),
] as const
