import { createRootRoute } from '@tanstack/react-router'
import { Gate } from '../session/login.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { Shell } from '../shell/shell.tsx'
import { Page } from '../ui/page.tsx'
import { Failed } from '../ui/state.tsx'

export const root = createRootRoute({
  component: () => (
    <Gate>
      <Shell />
    </Gate>
  ),
  notFoundComponent: NotFound,
  errorComponent: ({ error }: { readonly error: unknown }) => (
    <Page title="This page broke">
      <Failed problem={error instanceof Error ? error : new Error(String(error))} onRetry={() => location.reload()} />
    </Page>
  ),
})
