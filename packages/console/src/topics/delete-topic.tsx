import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { TOPICS } from '../routes/paths.ts'
import { Button } from '../ui/button.tsx'
import { DeleteDialog } from '../ui/dialog.tsx'
import { tell } from '../ui/toast.tsx'
import { topicsQuery } from './queries.ts'

export function DeleteTopic({
  environment,
  cluster,
  topic,
}: {
  readonly environment: string
  readonly cluster: string
  readonly topic: string
}) {
  const [open, setOpen] = useState(false)
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => call('deleteKafkaTopic', { params: { cluster_id: cluster, topic_name: topic } }),
    onSuccess: async () => {
      tell(`Topic ${topic} is deleted`)
      await navigate({ to: TOPICS, params: { environment, cluster } })
      await client.invalidateQueries(topicsQuery(cluster))
    },
  })
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        Delete topic
      </Button>
      <DeleteDialog
        what="topic"
        name={topic}
        description="All its records are gone then, for good."
        open={open}
        busy={remove.isPending}
        problem={remove.error}
        onClose={() => setOpen(false)}
        onSubmit={() => remove.mutate()}
      />
    </>
  )
}
