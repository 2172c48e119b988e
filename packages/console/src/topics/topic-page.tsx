import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { TOPIC } from '../routes/paths.ts'
import { Page, Tabs } from '../ui/page.tsx'

/** What stands around every view of a topic. */
export function TopicPage({ children, actions }: { readonly children: ReactNode; readonly actions?: ReactNode }) {
  const { environment = '', cluster = '', topic = '' } = useParams({ strict: false })
  const params = { environment, cluster, topic }
  return (
    <Page title={topic} actions={actions}>
      <Tabs label="Views of the topic" tabs={[{ label: 'Messages', to: TOPIC, params, exact: true }]} />
      {children}
    </Page>
  )
}
