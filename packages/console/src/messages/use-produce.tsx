import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { subjectsQuery, useRegistry } from '../schemas/queries.ts'
import { type Draft, exampleDraft } from './drafts.ts'
import { ProduceDialog } from './produce-dialog.tsx'
import type { Browse } from './use-browse.ts'

export interface UseProduceOptions {
  readonly environment: string
  readonly cluster: string
  readonly topic: string
  readonly partitions: number
  readonly browse: Browse
}

/** The dialog that produces, and how to open it. What was produced is shown at once: a tail sees it by itself, else the list is read anew. */
export function useProduce({ environment, cluster, topic, partitions, browse }: UseProduceOptions): {
  readonly open: (draft: Draft) => void
  readonly dialog: ReactNode
} {
  const [draft, setDraft] = useState<Draft | null>(null)
  const { registry } = useRegistry(draft === null ? '' : environment)
  const subjects = useQuery(subjectsQuery(registry))
  const dialog =
    draft === null ? null : (
      <ProduceDialog
        cluster={cluster}
        topic={topic}
        partitions={partitions}
        draft={draft}
        subjects={subjects.data?.map(({ subject }) => subject) ?? null}
        example={() => exampleDraft(browse.messages)}
        onClose={() => setDraft(null)}
        onDone={() => {
          setDraft(null)
          if (browse.state === 'done') browse.reload()
        }}
      />
    )
  return { open: setDraft, dialog }
}
