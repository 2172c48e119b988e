import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { TOPIC } from '../routes/paths.ts'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { tell } from '../ui/toast.tsx'
import { topicsQuery } from './queries.ts'

const CLEANUP = [
  { value: 'delete', label: 'Delete old records' },
  { value: 'compact', label: 'Keep the last record of each key' },
  { value: 'compact,delete', label: 'Both' },
]

const HOUR_MS = 3_600_000
const RETENTION = [
  { value: String(HOUR_MS), label: '1 hour' },
  { value: String(24 * HOUR_MS), label: '1 day' },
  { value: '', label: '7 days (default)' },
  { value: String(30 * 24 * HOUR_MS), label: '30 days' },
  { value: '-1', label: 'For ever' },
]

/** Kafka's own rule (KIP and broker alike): letters, digits, dots, underscores, hyphens. */
const NAME = /^[\w.-]{1,249}$/

export function CreateTopic({ environment, cluster }: { readonly environment: string; readonly cluster: string }) {
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [partitions, setPartitions] = useState('6')
  const [cleanup, setCleanup] = useState('delete')
  const [retention, setRetention] = useState('')
  const client = useQueryClient()
  const navigate = useNavigate()
  const create = useMutation({
    mutationFn: () => {
      const configs = [
        ...(cleanup === 'delete' ? [] : [{ name: 'cleanup.policy', value: cleanup }]),
        ...(retention === '' || cleanup === 'compact' ? [] : [{ name: 'retention.ms', value: retention }]),
      ]
      return call('createKafkaTopic', {
        params: { cluster_id: cluster },
        body: { topic_name: name, partitions_count: Number(partitions), configs },
      })
    },
    onSuccess: async () => {
      await client.invalidateQueries(topicsQuery(cluster))
      tell(`Topic ${name} is there`)
      await navigate({ to: TOPIC, params: { environment, cluster, topic: name } })
    },
  })
  const wrongName = name !== '' && !NAME.test(name) ? 'Letters, digits, dots, underscores and hyphens; 249 characters at most.' : undefined
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>
        Create topic
      </Button>
      <FormDialog
        title="Create topic"
        submit="Create topic"
        open={open}
        busy={create.isPending}
        problem={create.error}
        ready={name !== '' && wrongName === undefined && Number(partitions) >= 1}
        onClose={() => setOpen(false)}
        onSubmit={() => create.mutate()}
      >
        <TextField
          label="Name"
          value={name}
          error={wrongName}
          onChange={(event) => setName(event.target.value)}
          autoFocus
          autoComplete="off"
        />
        <TextField
          label="Partitions"
          type="number"
          min={1}
          hint="As many consumers of a group can read at once. More can be added later, never fewer."
          value={partitions}
          onChange={(event) => setPartitions(event.target.value)}
        />
        <SelectField
          label="What happens to old records"
          options={CLEANUP}
          value={cleanup}
          onChange={(event) => setCleanup(event.target.value)}
        />
        {cleanup === 'compact' ? null : (
          <SelectField label="Kept for" options={RETENTION} value={retention} onChange={(event) => setRetention(event.target.value)} />
        )}
      </FormDialog>
    </>
  )
}
