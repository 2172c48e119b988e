import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Answer, call } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { DeleteDialog, FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { instant } from '../ui/format.ts'
import { Page } from '../ui/page.tsx'
import { Empty, Loaded } from '../ui/state.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { tell } from '../ui/toast.tsx'
import { serviceAccountsQuery } from './queries.ts'

type ServiceAccount = Answer<'listIamV2ServiceAccounts'>['data'][number]

export function ServiceAccountsPage() {
  const query = useQuery(serviceAccountsQuery)
  const [removed, setRemoved] = useState<ServiceAccount | null>(null)
  const columns: readonly Column<ServiceAccount>[] = [
    { key: 'name', title: 'Name', cell: ({ display_name }) => display_name },
    { key: 'id', title: 'Id', cell: ({ id }) => <code>{id}</code> },
    { key: 'description', title: 'Description', cell: ({ description }) => description },
    { key: 'created', title: 'Created', cell: ({ metadata }) => instant(metadata.created_at) },
    {
      key: 'delete',
      title: '',
      right: true,
      cell: (account) => (
        <Button small onClick={() => setRemoved(account)} aria-label={`Delete ${account.display_name}`}>
          Delete
        </Button>
      ),
    },
  ]
  return (
    <Page
      title="Service accounts"
      sub="Identities of programs. They cannot log in here, and may do nothing until a role or an ACL says so."
      actions={<CreateServiceAccount />}
    >
      <Loaded query={query}>
        {(accounts) =>
          accounts.length === 0 ? (
            <Empty title="No service accounts yet">Create one for each program, so that each may do just what it needs.</Empty>
          ) : (
            <Table label="Service accounts" rows={accounts} columns={columns} rowKey={({ id }) => id} />
          )
        }
      </Loaded>
      {removed === null ? null : <DeleteServiceAccount account={removed} onClose={() => setRemoved(null)} />}
    </Page>
  )
}

function CreateServiceAccount() {
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: () => call('createIamV2ServiceAccount', { body: { display_name: name, description } }),
    onSuccess: async () => {
      await client.invalidateQueries(serviceAccountsQuery)
      tell(`Service account ${name} is there`)
      setOpen(false)
      setName('')
      setDescription('')
    },
  })
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>
        Create service account
      </Button>
      <FormDialog
        title="Create service account"
        submit="Create service account"
        open={open}
        busy={create.isPending}
        problem={create.error}
        ready={name !== ''}
        onClose={() => setOpen(false)}
        onSubmit={() => create.mutate()}
      >
        <TextField label="Name" value={name} onChange={({ target }) => setName(target.value)} autoFocus autoComplete="off" />
        <TextField label="Description" value={description} onChange={({ target }) => setDescription(target.value)} />
      </FormDialog>
    </>
  )
}

function DeleteServiceAccount({ account, onClose }: { readonly account: ServiceAccount; readonly onClose: () => void }) {
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => call('deleteIamV2ServiceAccount', { params: { id: account.id } }),
    onSuccess: async () => {
      await client.invalidateQueries(serviceAccountsQuery)
      tell(`Service account ${account.display_name} is deleted`)
      onClose()
    },
  })
  return (
    <DeleteDialog
      what="service account"
      name={account.display_name}
      description="Its keys, role bindings and ACLs go with it."
      open
      busy={remove.isPending}
      problem={remove.error}
      onClose={onClose}
      onSubmit={() => remove.mutate()}
    />
  )
}
