import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { clustersQuery } from '../clusters/queries.ts'
import { environmentsQuery } from '../environments/queries.ts'
import { sessionQuery } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { CreatedKey } from './created-key.tsx'
import { apiKeysQuery, registryClustersQuery, serviceAccountsQuery } from './queries.ts'

export function CreateApiKey() {
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<{ readonly id: string; readonly secret: string } | null>(null)
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>
        Create key
      </Button>
      {open ? (
        <CreateDialog
          onClose={() => setOpen(false)}
          onMade={(key) => {
            setOpen(false)
            setMade(key)
          }}
        />
      ) : null}
      {made === null ? null : <CreatedKey {...made} onClose={() => setMade(null)} />}
    </>
  )
}

interface CreateDialogProps {
  readonly onClose: () => void
  readonly onMade: (key: { readonly id: string; readonly secret: string }) => void
}

function CreateDialog({ onClose, onMade }: CreateDialogProps) {
  const session = useQuery(sessionQuery)
  const accounts = useQuery(serviceAccountsQuery)
  const environments = useQuery(environmentsQuery)
  const me = session.data?.user.id ?? ''
  const [owner, setOwner] = useState('')
  const [environment, setEnvironment] = useState('')
  const [resource, setResource] = useState('')
  const [name, setName] = useState('')
  const clusters = useQuery({ ...clustersQuery(environment), enabled: environment !== '' })
  const registries = useQuery({ ...registryClustersQuery(environment), enabled: environment !== '' })
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: () =>
      call('createIamV2ApiKey', {
        body: {
          spec: {
            display_name: name,
            owner: { id: owner === '' ? me : owner },
            ...(resource === '' ? {} : { resource: { id: resource, environment } }),
          },
        },
      }),
    onSuccess: async ({ id, spec }) => {
      await client.invalidateQueries(apiKeysQuery)
      onMade({ id, secret: spec.secret })
    },
  })
  return (
    <FormDialog
      title="Create API key"
      submit="Create key"
      open
      busy={create.isPending}
      problem={create.error}
      ready={me !== '' && (environment === '' || resource !== '')}
      onClose={onClose}
      onSubmit={() => create.mutate()}
    >
      <SelectField
        label="Owner"
        hint="A service account may do nothing until a rule says so."
        options={[
          { value: '', label: `Me (${session.data?.user.email ?? ''})` },
          ...(accounts.data ?? []).map(({ id, display_name }) => ({ value: id, label: `${display_name} (${id})` })),
        ]}
        value={owner}
        onChange={({ target }) => setOwner(target.value)}
      />
      <SelectField
        label="For"
        options={[
          { value: '', label: 'The cloud: control plane, Terraform, CLI' },
          ...(environments.data ?? []).map(({ id, display_name }) => ({ value: id, label: `Something in environment ${display_name}` })),
        ]}
        value={environment}
        onChange={({ target }) => {
          setEnvironment(target.value)
          setResource('')
        }}
      />
      {environment === '' ? null : (
        <SelectField
          label="Resource"
          options={[
            { value: '', label: 'Choose' },
            ...(clusters.data ?? []).map(({ id, spec }) => ({ value: id, label: `Kafka cluster ${spec.display_name} (${id})` })),
            ...(registries.data ?? []).map(({ id }) => ({ value: id, label: `Schema Registry (${id})` })),
          ]}
          value={resource}
          onChange={({ target }) => setResource(target.value)}
        />
      )}
      <TextField
        label="Name"
        hint="What it is for, so that somebody dares to revoke it one day."
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
    </FormDialog>
  )
}
