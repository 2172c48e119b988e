import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { callRegistry } from '../api/client.ts'
import { SCHEMAS, SUBJECT } from '../routes/paths.ts'
import { Button } from '../ui/button.tsx'
import { DeleteDialog } from '../ui/dialog.tsx'
import { tell } from '../ui/toast.tsx'
import { registryKey } from './queries.ts'

export interface DeleteSchemaProps {
  readonly environment: string
  readonly registry: string
  readonly subject: string
  /** Null: the subject with all its versions. */
  readonly version: number | null
  /** It is deleted already: it goes for good now. */
  readonly permanent: boolean
}

const SOFT = 'Clients can read it by its id still, and it can be registered again. What is deleted once can then be deleted for good.'
const HARD = 'Records that were written with it can no longer be read.'

/** Deleting has two steps, as in every registry: out of the lists, and then for good. */
export function DeleteSchema({ environment, registry, subject, version, permanent }: DeleteSchemaProps) {
  const [open, setOpen] = useState(false)
  const client = useQueryClient()
  const navigate = useNavigate()
  const what = version === null ? 'subject' : 'version'
  const remove = useMutation({
    mutationFn: (): Promise<unknown> =>
      version === null
        ? callRegistry(registry, 'deleteSubject', { params: { subject }, query: { permanent } })
        : callRegistry(registry, 'deleteSchemaVersion', { params: { subject, version: String(version) }, query: { permanent } }),
    onSuccess: async () => {
      tell(version === null ? `Subject ${subject} is deleted` : `Version ${version} is deleted`)
      setOpen(false)
      if (version === null) await navigate({ to: SCHEMAS, params: { environment }, search: {} })
      else await navigate({ to: SUBJECT, params: { environment, subject }, search: {} })
      await client.invalidateQueries({ queryKey: registryKey(registry) })
    },
  })
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        Delete {what}
        {permanent ? ' for good' : ''}
      </Button>
      {open ? (
        <DeleteDialog
          what={what}
          name={version === null ? subject : String(version)}
          description={permanent ? HARD : SOFT}
          open
          busy={remove.isPending}
          problem={remove.error}
          onClose={() => setOpen(false)}
          onSubmit={() => remove.mutate()}
        />
      ) : null}
    </>
  )
}
