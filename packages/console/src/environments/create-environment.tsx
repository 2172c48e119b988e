import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { tell } from '../ui/toast.tsx'
import { environmentsQuery } from './queries.ts'

const PACKAGES = [
  { value: 'ESSENTIALS', label: 'Essentials' },
  { value: 'ADVANCED', label: 'Advanced' },
] as const

export function CreateEnvironment() {
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [governance, setGovernance] = useState<'ESSENTIALS' | 'ADVANCED'>('ESSENTIALS')
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: () => call('createOrgV2Environment', { body: { display_name: name, stream_governance_config: { package: governance } } }),
    onSuccess: async () => {
      await client.invalidateQueries(environmentsQuery)
      tell(`Environment ${name} is there`)
      setOpen(false)
      setName('')
    },
  })
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>
        Create environment
      </Button>
      <FormDialog
        title="Create environment"
        description="Clusters of an environment share a Schema Registry; environments see nothing of each other."
        submit="Create"
        open={open}
        busy={create.isPending}
        problem={create.error}
        ready={name !== ''}
        onClose={() => setOpen(false)}
        onSubmit={() => create.mutate()}
      >
        <TextField label="Name" value={name} onChange={(event) => setName(event.target.value)} autoFocus />
        <SelectField
          label="Stream governance"
          hint="Advanced allows more schemas, and data rules."
          options={PACKAGES}
          value={governance}
          onChange={(event) => setGovernance(event.target.value as typeof governance)}
        />
      </FormDialog>
    </>
  )
}
