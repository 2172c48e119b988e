import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { ENVIRONMENT } from '../routes/paths.ts'
import { Button } from '../ui/button.tsx'
import { DeleteDialog } from '../ui/dialog.tsx'
import { tell } from '../ui/toast.tsx'
import type { Cluster } from './phase.tsx'
import { clustersQuery } from './queries.ts'

export function DeleteCluster({ environment, cluster }: { readonly environment: string; readonly cluster: Cluster }) {
  const { id, spec } = cluster
  const [open, setOpen] = useState(false)
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => call('deleteCmkV2Cluster', { params: { id }, query: { environment } }),
    onSuccess: async () => {
      tell(`Cluster ${spec.display_name} is deleted`)
      await navigate({ to: ENVIRONMENT, params: { environment } })
      await client.invalidateQueries(clustersQuery(environment))
    },
  })
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        Delete cluster
      </Button>
      <DeleteDialog
        what="cluster"
        name={spec.display_name}
        description="Its records, keys, ACLs and quotas are gone then, for good."
        open={open}
        busy={remove.isPending}
        problem={remove.error}
        onClose={() => setOpen(false)}
        onSubmit={() => remove.mutate()}
      />
    </>
  )
}
