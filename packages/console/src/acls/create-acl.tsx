import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { usePrincipals } from '../access/principals.ts'
import { type CallInput, call } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { CheckField, SelectField, TextField } from '../ui/field.tsx'
import { tell } from '../ui/toast.tsx'
import { aclsQuery } from './queries.ts'
import { onWhat } from './words.ts'

type Body = NonNullable<CallInput<'createKafkaAcls'>['body']>

const TYPES = [
  { value: 'TOPIC', label: 'Topic' },
  { value: 'GROUP', label: 'Consumer group' },
  { value: 'TRANSACTIONAL_ID', label: 'Transactional id' },
  { value: 'CLUSTER', label: 'The cluster' },
] as const
const OPERATIONS: Readonly<Record<(typeof TYPES)[number]['value'], readonly Body['operation'][]>> = {
  TOPIC: ['READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER', 'DESCRIBE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'ALL'],
  GROUP: ['READ', 'DESCRIBE', 'DELETE', 'ALL'],
  TRANSACTIONAL_ID: ['WRITE', 'DESCRIBE', 'ALL'],
  CLUSTER: ['CREATE', 'ALTER', 'DESCRIBE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'CLUSTER_ACTION', 'IDEMPOTENT_WRITE', 'ALL'],
}
const PERMISSIONS = [
  { value: 'ALLOW', label: 'Allow' },
  { value: 'DENY', label: 'Deny' },
] as const

export function CreateAcl({ cluster }: { readonly cluster: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>
        Add ACL
      </Button>
      {open ? <CreateDialog cluster={cluster} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function CreateDialog({ cluster, onClose }: { readonly cluster: string; readonly onClose: () => void }) {
  const principals = usePrincipals()
  const [principal, setPrincipal] = useState('')
  const [permission, setPermission] = useState<'ALLOW' | 'DENY'>('ALLOW')
  const [type, setType] = useState<keyof typeof OPERATIONS>('TOPIC')
  const [operation, setOperation] = useState<Body['operation']>('READ')
  const [name, setName] = useState('')
  const [prefix, setPrefix] = useState(false)
  const body: Body = {
    principal,
    permission,
    host: '*',
    operation,
    resource_type: type,
    resource_name: type === 'CLUSTER' ? 'kafka-cluster' : name,
    pattern_type: prefix && name !== '*' && type !== 'CLUSTER' ? 'PREFIXED' : 'LITERAL',
  }
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: () => call('createKafkaAcls', { params: { cluster_id: cluster }, body }),
    onSuccess: async () => {
      await client.invalidateQueries(aclsQuery(cluster))
      tell('The ACL holds')
      onClose()
    },
  })
  const ready = principal !== '' && body.resource_name !== ''
  return (
    <FormDialog
      title="Add ACL"
      submit="Add ACL"
      open
      busy={create.isPending}
      problem={create.error}
      ready={ready}
      onClose={onClose}
      onSubmit={() => create.mutate()}
    >
      <SelectField
        label="Permission"
        options={PERMISSIONS}
        value={permission}
        onChange={({ target }) => setPermission(target.value as 'ALLOW' | 'DENY')}
      />
      <SelectField
        label="Who"
        options={[
          { value: '', label: 'Choose' },
          ...principals.map((one) => ({ value: one.principal, label: one.name })),
          { value: 'User:*', label: 'Everybody' },
        ]}
        value={principal}
        onChange={({ target }) => setPrincipal(target.value)}
      />
      <SelectField
        label="On"
        options={TYPES}
        value={type}
        onChange={({ target }) => {
          const next = target.value as keyof typeof OPERATIONS
          setType(next)
          if (!OPERATIONS[next].includes(operation)) setOperation(OPERATIONS[next][0]!)
        }}
      />
      {type === 'CLUSTER' ? null : (
        <>
          <TextField
            label="Name"
            hint="* stands for all of them."
            value={name}
            onChange={({ target }) => setName(target.value)}
            autoComplete="off"
          />
          <CheckField label="All that begin so" checked={prefix} onChange={({ target }) => setPrefix(target.checked)} />
        </>
      )}
      <SelectField
        label="Operation"
        options={OPERATIONS[type].map((value) => ({ value, label: value.toLowerCase().replaceAll('_', ' ') }))}
        value={operation}
        onChange={({ target }) => setOperation(target.value as Body['operation'])}
      />
      {ready ? (
        <p>
          {permission === 'ALLOW' ? 'Allows' : 'Denies'} {principals.find((one) => one.principal === principal)?.name ?? 'everybody'} to{' '}
          {operation.toLowerCase().replaceAll('_', ' ')} {onWhat(body)}.
        </p>
      ) : null}
    </FormDialog>
  )
}
