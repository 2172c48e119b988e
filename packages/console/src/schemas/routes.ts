import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { SCHEMAS, SUBJECT } from '../routes/paths.ts'
import { root } from '../routes/root.tsx'
import { listSearch, natural, yes } from '../routes/search.ts'

const subjectsSearch = (search: Readonly<Record<string, unknown>>): ReturnType<typeof listSearch> & { deleted?: true | undefined } => ({
  ...listSearch(search),
  deleted: yes(search['deleted']),
})

/** `version`: the one that is shown, else the latest; `against`: the one it is compared with. */
const subjectSearch = (
  search: Readonly<Record<string, unknown>>,
): { version?: number | undefined; against?: number | undefined; deleted?: true | undefined } => ({
  version: natural(search['version']),
  against: natural(search['against']),
  deleted: yes(search['deleted']),
})

export const schemaRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: SCHEMAS,
    validateSearch: subjectsSearch,
    component: lazyRouteComponent(() => import('./subjects-page.tsx'), 'SubjectsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: SUBJECT,
    validateSearch: subjectSearch,
    component: lazyRouteComponent(() => import('./subject-page.tsx'), 'SubjectPage'),
  }),
] as const
