import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { type Answer, call } from '../api/client.ts'
import { API_KEYS } from '../routes/paths.ts'
import { Button } from '../ui/button.tsx'
import { DeleteDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { instant } from '../ui/format.ts'
import { Page, Toolbar } from '../ui/page.tsx'
import { Empty, Loaded } from '../ui/state.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { tell } from '../ui/toast.tsx'
import { CreateApiKey } from './create-api-key.tsx'
import { apiKeysQuery } from './queries.ts'

type ApiKey = Answer<'listIamV2ApiKeys'>['data'][number]

export function ApiKeysPage() {
  const { find, sort } = useSearch({ from: API_KEYS })
  const navigate = useNavigate({ from: API_KEYS })
  const query = useQuery(apiKeysQuery)
  const [revoked, setRevoked] = useState<ApiKey | null>(null)
  const columns: readonly Column<ApiKey>[] = [
    { key: 'key', title: 'Key', cell: ({ id }) => <code>{id}</code>, sortBy: ({ id }) => id },
    { key: 'name', title: 'Name', cell: ({ spec }) => spec.display_name || spec.description, sortBy: ({ spec }) => spec.display_name },
    { key: 'owner', title: 'Owner', cell: ({ spec }) => spec.owner.id, sortBy: ({ spec }) => spec.owner.id },
    {
      key: 'resource',
      title: 'For',
      cell: ({ spec }) => `${spec.resource.kind} ${spec.resource.id}`,
      sortBy: ({ spec }) => spec.resource.id,
    },
    {
      key: 'created',
      title: 'Created',
      cell: ({ metadata }) => instant(metadata.created_at),
      sortBy: ({ metadata }) => metadata.created_at,
    },
    {
      key: 'revoke',
      title: '',
      right: true,
      cell: (key) => (
        <Button small onClick={() => setRevoked(key)} aria-label={`Revoke ${key.id}`}>
          Revoke
        </Button>
      ),
    },
  ]
  return (
    <Page title="API keys" sub="Clients and tools log in with them. A key may do what its owner may." actions={<CreateApiKey />}>
      <Toolbar>
        <TextField
          label="Search keys"
          labelHidden
          type="search"
          placeholder="Key, name, owner, resource"
          value={find ?? ''}
          onChange={({ target }) => void navigate({ search: (search) => ({ ...search, find: target.value || undefined }), replace: true })}
        />
      </Toolbar>
      <Loaded query={query}>
        {(keys) => {
          const found = find === undefined ? keys : keys.filter((key) => textOf(key).includes(find.toLowerCase()))
          return found.length === 0 ? (
            <Empty title={keys.length === 0 ? 'No keys yet' : `No key matches “${find}”`}>Create one for a client or a tool.</Empty>
          ) : (
            <Table
              label="API keys"
              rows={found}
              columns={columns}
              rowKey={({ id }) => id}
              sort={sort ?? '-created'}
              onSort={(next) => void navigate({ search: (search) => ({ ...search, sort: next }), replace: true })}
            />
          )
        }}
      </Loaded>
      {revoked === null ? null : <RevokeKey apiKey={revoked} onClose={() => setRevoked(null)} />}
    </Page>
  )
}

function textOf({ id, spec }: ApiKey): string {
  return [id, spec.display_name, spec.description, spec.owner.id, spec.resource.id].join(' ').toLowerCase()
}

function RevokeKey({ apiKey, onClose }: { readonly apiKey: ApiKey; readonly onClose: () => void }) {
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => call('deleteIamV2ApiKey', { params: { id: apiKey.id } }),
    onSuccess: async () => {
      await client.invalidateQueries(apiKeysQuery)
      tell(`Key ${apiKey.id} is revoked`)
      onClose()
    },
  })
  return (
    <DeleteDialog
      what="key"
      name={apiKey.id}
      description="Connections that use it are cut within a second."
      open
      busy={revoke.isPending}
      problem={revoke.error}
      onClose={onClose}
      onSubmit={() => revoke.mutate()}
    />
  )
}
