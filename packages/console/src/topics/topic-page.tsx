import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { TOPIC, TOPIC_PARTITIONS, TOPIC_SETTINGS } from '../routes/paths.ts'
import { Page, Tabs } from '../ui/page.tsx'

/** What stands around every view of a topic. */
export function TopicPage({
  view,
  children,
  actions,
}: {
  readonly view: string
  readonly children: ReactNode
  readonly actions?: ReactNode
}) {
  const { environment = '', cluster = '', topic = '' } = useParams({ strict: false })
  const params = { environment, cluster, topic }
  return (
    <Page title={topic} windowTitle={`${topic}: ${view.toLowerCase()}`} actions={actions}>
      <Tabs
        label="Views of the topic"
        tabs={[
          { label: 'Messages', to: TOPIC, params, exact: true },
          { label: 'Partitions', to: TOPIC_PARTITIONS, params },
          { label: 'Settings', to: TOPIC_SETTINGS, params },
        ]}
      />
      {children}
    </Page>
  )
}
