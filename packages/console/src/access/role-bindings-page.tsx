import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Answer, call } from '../api/client.ts'
import { sessionQuery } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { DeleteDialog } from '../ui/dialog.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Loaded } from '../ui/state.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { tell } from '../ui/toast.tsx'
import { CreateRoleBinding } from './create-role-binding.tsx'
import { scopeInWords } from './crn.ts'
import { usePrincipalNames } from './principals.ts'
import { ROLE_BINDINGS_KEY, roleBindingsQuery } from './queries.ts'

type RoleBinding = Answer<'listIamV2RoleBindings'>['data'][number]

export function RoleBindingsPage() {
  const session = useQuery(sessionQuery)
  const query = useQuery(roleBindingsQuery(session.data?.organization.id ?? ''))
  const nameOf = usePrincipalNames()
  const [removed, setRemoved] = useState<RoleBinding | null>(null)
  const columns: readonly Column<RoleBinding>[] = [
    { key: 'who', title: 'Who', cell: ({ principal }) => nameOf(principal) },
    { key: 'role', title: 'Role', cell: ({ role_name }) => role_name },
    { key: 'where', title: 'On', cell: ({ crn_pattern }) => <span title={crn_pattern}>{scopeInWords(crn_pattern)}</span> },
    { key: 'id', title: 'Id', cell: ({ id }) => <code>{id}</code> },
    {
      key: 'delete',
      title: '',
      right: true,
      cell: (binding) => (
        <Button small onClick={() => setRemoved(binding)} aria-label={`Delete ${binding.role_name} of ${nameOf(binding.principal)}`}>
          Delete
        </Button>
      ),
    },
  ]
  return (
    <Page
      title="Role bindings"
      sub="Who may do what, by roles. ACLs of a cluster add to them; a denying ACL goes before all."
      actions={<CreateRoleBinding />}
    >
      <Loaded query={query}>
        {(bindings) =>
          bindings.length === 0 ? (
            <Empty title="No role bindings">Nobody may do anything.</Empty>
          ) : (
            <Table label="Role bindings" rows={bindings} columns={columns} rowKey={({ id }) => id} />
          )
        }
      </Loaded>
      {removed === null ? null : <DeleteRoleBinding binding={removed} onClose={() => setRemoved(null)} />}
    </Page>
  )
}

function DeleteRoleBinding({ binding, onClose }: { readonly binding: RoleBinding; readonly onClose: () => void }) {
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => call('deleteIamV2RoleBinding', { params: { id: binding.id } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ROLE_BINDINGS_KEY })
      tell('The role is taken back')
      onClose()
    },
  })
  return (
    <DeleteDialog
      what="role binding"
      name={binding.id}
      description={`${binding.role_name} of ${binding.principal} on ${scopeInWords(binding.crn_pattern)}. It holds from the next request on.`}
      open
      busy={remove.isPending}
      problem={remove.error}
      onClose={onClose}
      onSubmit={() => remove.mutate()}
    />
  )
}
