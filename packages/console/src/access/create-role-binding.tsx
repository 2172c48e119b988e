import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { clustersQuery } from '../clusters/queries.ts'
import { environmentsQuery } from '../environments/queries.ts'
import { sessionQuery } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { CheckField, SelectField, TextField } from '../ui/field.tsx'
import { tell } from '../ui/toast.tsx'
import { usePrincipals } from './principals.ts'
import { registryClustersQuery, ROLE_BINDINGS_KEY } from './queries.ts'

/** Where each role can be bound. */
const ROLES = {
  OrganizationAdmin: 'organization',
  EnvironmentAdmin: 'environment',
  CloudClusterAdmin: 'cluster',
  Operator: 'cluster',
  MetricsViewer: 'cluster',
  ResourceOwner: 'resource',
  DeveloperManage: 'resource',
  DeveloperRead: 'resource',
  DeveloperWrite: 'resource',
} as const
type Role = keyof typeof ROLES

const RESOURCES = [
  { value: 'topic', label: 'Topic' },
  { value: 'group', label: 'Consumer group' },
  { value: 'transactional-id', label: 'Transactional id' },
  { value: 'subject', label: 'Schema subject' },
] as const
type Resource = (typeof RESOURCES)[number]['value']

export function CreateRoleBinding() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>
        Bind a role
      </Button>
      {open ? <CreateDialog onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const session = useQuery(sessionQuery)
  const environments = useQuery(environmentsQuery)
  const principals = usePrincipals()
  const [principal, setPrincipal] = useState('')
  const [role, setRole] = useState<Role>('DeveloperRead')
  const [environment, setEnvironment] = useState('')
  const [cluster, setCluster] = useState('')
  const [resource, setResource] = useState<Resource>('topic')
  const [name, setName] = useState('')
  const [prefix, setPrefix] = useState(false)
  const clusters = useQuery({ ...clustersQuery(environment), enabled: environment !== '' })
  const registries = useQuery({ ...registryClustersQuery(environment), enabled: environment !== '' })
  const level = ROLES[role]
  const isSubject = level === 'resource' && resource === 'subject'
  const registry = registries.data?.[0]?.id ?? ''
  const crn = crnOf({ organization: session.data?.organization.id ?? '', level, environment, cluster, registry, resource, name, prefix })
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: () => call('createIamV2RoleBinding', { body: { principal, role_name: role, crn_pattern: crn ?? '' } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ROLE_BINDINGS_KEY })
      tell(`${role} is bound`)
      onClose()
    },
  })
  return (
    <FormDialog
      title="Bind a role"
      submit="Bind role"
      open
      busy={create.isPending}
      problem={create.error}
      ready={principal !== '' && crn !== null}
      onClose={onClose}
      onSubmit={() => create.mutate()}
    >
      <SelectField
        label="Who"
        options={[{ value: '', label: 'Choose' }, ...principals.map((one) => ({ value: one.principal, label: one.name }))]}
        value={principal}
        onChange={({ target }) => setPrincipal(target.value)}
      />
      <SelectField
        label="Role"
        options={Object.keys(ROLES).map((value) => ({ value, label: value }))}
        value={role}
        onChange={({ target }) => setRole(target.value as Role)}
      />
      {level === 'organization' ? null : (
        <SelectField
          label="Environment"
          options={[
            { value: '', label: 'Choose' },
            ...(environments.data ?? []).map(({ id, display_name }) => ({ value: id, label: display_name })),
          ]}
          value={environment}
          onChange={({ target }) => {
            setEnvironment(target.value)
            setCluster('')
          }}
        />
      )}
      {level === 'resource' ? (
        <SelectField label="Kind" options={RESOURCES} value={resource} onChange={({ target }) => setResource(target.value as Resource)} />
      ) : null}
      {level === 'cluster' || (level === 'resource' && !isSubject) ? (
        <SelectField
          label="Cluster"
          options={[
            { value: '', label: 'Choose' },
            ...(clusters.data ?? []).map(({ id, spec }) => ({ value: id, label: `${spec.display_name} (${id})` })),
          ]}
          value={cluster}
          onChange={({ target }) => setCluster(target.value)}
        />
      ) : null}
      {level === 'resource' ? (
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
      ) : null}
    </FormDialog>
  )
}

interface Scope {
  readonly organization: string
  readonly level: (typeof ROLES)[Role]
  readonly environment: string
  readonly cluster: string
  readonly registry: string
  readonly resource: Resource
  readonly name: string
  readonly prefix: boolean
}

/** Null: something is still to be chosen. */
function crnOf({ organization, level, environment, cluster, registry, resource, name, prefix }: Scope): string | null {
  const base = `crn://confluent.cloud/organization=${organization}`
  if (level === 'organization') return base
  if (environment === '') return null
  const within = `${base}/environment=${environment}`
  if (level === 'environment') return within
  const pattern = `${resource}=${name === '*' ? '*' : encodeURIComponent(name)}${prefix && name !== '*' ? '*' : ''}`
  if (level === 'resource' && resource === 'subject')
    return registry === '' || name === '' ? null : `${within}/schema-registry=${registry}/${pattern}`
  if (cluster === '') return null
  if (level === 'cluster') return `${within}/cloud-cluster=${cluster}`
  return name === '' ? null : `${within}/cloud-cluster=${cluster}/kafka=${cluster}/${pattern}`
}
