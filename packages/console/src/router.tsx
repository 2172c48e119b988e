import { createRouter } from '@tanstack/react-router'
import { clusterRoutes } from './clusters/routes.ts'
import { homeRoutes } from './home/routes.ts'
import { messageRoutes } from './messages/routes.ts'
import { root } from './routes/root.tsx'
import { topicRoutes } from './topics/routes.ts'

/** Each feature brings its routes; pages are loaded when they are opened. */
export const router = createRouter({
  routeTree: root.addChildren([...homeRoutes, ...clusterRoutes, ...topicRoutes, ...messageRoutes]),
  basepath: '/console',
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
