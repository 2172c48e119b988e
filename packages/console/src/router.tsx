import { createRouter } from '@tanstack/react-router'
import { accessRoutes } from './access/routes.ts'
import { aclRoutes } from './acls/routes.ts'
import { clusterRoutes } from './clusters/routes.ts'
import { connectRoutes } from './connect/routes.ts'
import { groupRoutes } from './groups/routes.ts'
import { homeRoutes } from './home/routes.ts'
import { messageRoutes } from './messages/routes.ts'
import { root } from './routes/root.tsx'
import { schemaRoutes } from './schemas/routes.ts'
import { topicRoutes } from './topics/routes.ts'
import { after } from './ui/clock.ts'

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
    ...schemaRoutes,
    ...accessRoutes,
  ]),
  basepath: '/console',
  defaultPreload: 'intent',
  scrollRestoration: true,
})

/** The page that was asked for goes first. */
const FIRST_PAGE_MS = 2_000

/** Once the first page stands, the others are fetched: going there asks for data alone, and they open even while Leat is gone. */
export function fetchPages(): void {
  const fetchAll = () => {
    for (const { options } of Object.values(router.routesById))
      void (options.component as { readonly preload?: () => Promise<unknown> } | undefined)?.preload?.()
  }
  after(FIRST_PAGE_MS, () => ('requestIdleCallback' in window ? requestIdleCallback(fetchAll) : fetchAll()))
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
