import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { usePrincipalNames } from '../access/principals.ts'
import { call } from '../api/client.ts'
import { ACLS } from '../routes/paths.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Loaded } from '../ui/state.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { tell } from '../ui/toast.tsx'
import { CreateAcl } from './create-acl.tsx'
import { Explain } from './explain.tsx'
import { type Acl, aclsQuery } from './queries.ts'
import { onWhat } from './words.ts'

export function AclsPage() {
  const { cluster } = useParams({ from: ACLS })
  const query = useQuery(aclsQuery(cluster))
  const nameOf = usePrincipalNames()
  const [removed, setRemoved] = useState<Acl | null>(null)
  const columns: readonly Column<Acl>[] = [
    {
      key: 'permission',
      title: 'Permission',
      cell: ({ permission }) => <Badge tone={permission === 'DENY' ? 'bad' : 'good'}>{permission === 'DENY' ? 'Denies' : 'Allows'}</Badge>,
    },
    { key: 'who', title: 'Who', cell: ({ principal, host }) => `${nameOf(principal)}${host === '*' ? '' : `, from ${host}`}` },
    { key: 'what', title: 'What', cell: ({ operation }) => operation.toLowerCase().replaceAll('_', ' ') },
    { key: 'on', title: 'On', cell: (acl) => onWhat(acl) },
    {
      key: 'delete',
      title: '',
      right: true,
      cell: (acl) => (
        <Button small onClick={() => setRemoved(acl)} aria-label={`Delete ${acl.permission} ${acl.operation} on ${acl.resource_name}`}>
          Delete
        </Button>
      ),
    },
  ]
  return (
    <Page
      title="ACLs"
      sub="Rules of this cluster. What denies goes before what allows; roles allow besides."
      actions={<CreateAcl cluster={cluster} />}
    >
      <Explain cluster={cluster} />
      <Loaded query={query}>
        {(acls) =>
          acls.length === 0 ? (
            <Empty title="No ACLs">Roles alone decide.</Empty>
          ) : (
            <Table
              label="ACLs"
              rows={acls}
              columns={columns}
              rowKey={(acl) => JSON.stringify([acl.permission, acl.principal, acl.host, acl.operation, onWhat(acl)])}
            />
          )
        }
      </Loaded>
      {removed === null ? null : <DeleteAcl cluster={cluster} acl={removed} onClose={() => setRemoved(null)} />}
    </Page>
  )
}

function DeleteAcl({ cluster, acl, onClose }: { readonly cluster: string; readonly acl: Acl; readonly onClose: () => void }) {
  const { permission, principal, host, operation, resource_type, resource_name, pattern_type } = acl
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () =>
      call('deleteKafkaAcls', {
        params: { cluster_id: cluster },
        query: { permission, principal, host, operation, resource_type, resource_name, pattern_type },
      }),
    onSuccess: async () => {
      await client.invalidateQueries(aclsQuery(cluster))
      tell('The ACL is deleted')
      onClose()
    },
  })
  return (
    <FormDialog
      title="Delete this ACL?"
      description={`${permission === 'DENY' ? 'It denies' : 'It allows'} ${principal} to ${operation.toLowerCase()} ${onWhat(acl)}.`}
      submit="Delete ACL"
      kind="danger"
      open
      busy={remove.isPending}
      problem={remove.error}
      onClose={onClose}
      onSubmit={() => remove.mutate()}
    >
      {null}
    </FormDialog>
  )
}
