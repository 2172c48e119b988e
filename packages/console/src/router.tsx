import { createRouter } from '@tanstack/react-router'
import { accessRoutes } from './access/routes.ts'
import { aclRoutes } from './acls/routes.ts'
import { clusterRoutes } from './clusters/routes.ts'
import { connectRoutes } from './connect/routes.ts'
import { groupRoutes } from './groups/routes.ts'
import { homeRoutes } from './home/routes.ts'
import { messageRoutes } from './messages/routes.ts'
import { root } from './routes/root.tsx'
import { topicRoutes } from './topics/routes.ts'

/** Each feature brings its routes; pages are loaded when they are opened. */
export const router = createRouter({
  routeTree: root.addChildren([
    ...homeRoutes,
    ...clusterRoutes,
    ...topicRoutes,
    ...messageRoutes,
    ...groupRoutes,
    ...aclRoutes,
    ...connectRoutes,
    ...accessRoutes,
  ]),
  basepath: '/console',
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
