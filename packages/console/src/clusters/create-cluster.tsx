import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type CallInput, call } from '../api/client.ts'
import { CLUSTER } from '../routes/paths.ts'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { tell } from '../ui/toast.tsx'
import { clustersQuery } from './queries.ts'

type Spec = NonNullable<CallInput<'createCmkV2Cluster'>['body']>['spec']

const TYPES = [
  { value: 'Basic', label: 'Basic: for a look around' },
  { value: 'Standard', label: 'Standard: roles on topics and groups' },
  { value: 'Dedicated', label: 'Dedicated: its own capacity units, client quotas' },
] as const

export function CreateCluster({ environment }: { readonly environment: string }) {
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [type, setType] = useState<(typeof TYPES)[number]['value']>('Standard')
  const [cku, setCku] = useState('1')
  const client = useQueryClient()
  const navigate = useNavigate()
  const create = useMutation({
    mutationFn: () => {
      const spec: Spec = {
        display_name: name,
        availability: 'SINGLE_ZONE',
        cloud: 'AWS',
        region: 'us-east-1',
        config: type === 'Dedicated' ? { kind: type, cku: Number(cku) } : { kind: type },
        environment: { id: environment },
      }
      return call('createCmkV2Cluster', { body: { spec } })
    },
    onSuccess: async ({ id }) => {
      await client.invalidateQueries(clustersQuery(environment))
      tell(`Cluster ${name} is starting`)
      await navigate({ to: CLUSTER, params: { environment, cluster: id } })
    },
  })
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>
        Create cluster
      </Button>
      <FormDialog
        title="Create cluster"
        description="A Kafka of its own, with its own addresses, keys and limits."
        submit="Create cluster"
        open={open}
        busy={create.isPending}
        problem={create.error}
        ready={name !== '' && (type !== 'Dedicated' || Number(cku) >= 1)}
        onClose={() => setOpen(false)}
        onSubmit={() => create.mutate()}
      >
        <TextField label="Name" value={name} onChange={({ target }) => setName(target.value)} autoFocus autoComplete="off" />
        <SelectField label="Type" options={TYPES} value={type} onChange={({ target }) => setType(target.value as typeof type)} />
        {type === 'Dedicated' ? (
          <TextField label="Capacity units (CKU)" type="number" min={1} value={cku} onChange={({ target }) => setCku(target.value)} />
        ) : null}
      </FormDialog>
    </>
  )
}
