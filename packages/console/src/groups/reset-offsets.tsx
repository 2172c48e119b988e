import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type CallInput, call } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { now } from '../ui/clock.ts'
import { FormDialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { count } from '../ui/format.ts'
import { Loaded } from '../ui/state.tsx'
import { Table } from '../ui/table.tsx'
import { tell } from '../ui/toast.tsx'
import { type Group, groupQuery } from './queries.ts'

type To = NonNullable<CallInput<'resetGroupOffsets'>['body']>['to']
type Kind = To['kind']

const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'earliest', label: 'The first record' },
  { value: 'latest', label: 'The end: only what comes from now on' },
  { value: 'time', label: 'A time' },
  { value: 'shift', label: 'A number of records back or on' },
  { value: 'offset', label: 'An offset' },
]

/** Where the group goes on reading, with a look at what changes before it does. */
export function ResetOffsets({ cluster, group }: { readonly cluster: string; readonly group: Group }) {
  const [open, setOpen] = useState(false)
  const hasMembers = group.members.length > 0
  return (
    <>
      <Button disabled={hasMembers} title={hasMembers ? 'Stop its consumers first' : undefined} onClick={() => setOpen(true)}>
        Reset offsets
      </Button>
      {open ? <ResetDialog cluster={cluster} group={group} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function ResetDialog({ cluster, group, onClose }: { readonly cluster: string; readonly group: Group; readonly onClose: () => void }) {
  const topics = [...new Set(group.partitions.map(({ topic_name }) => topic_name))]
  const [topic, setTopic] = useState('')
  const [partition, setPartition] = useState('')
  const [kind, setKind] = useState<Kind>('earliest')
  const [number, setNumber] = useState('0')
  const [time, setTime] = useState(() => new Date(now() - new Date().getTimezoneOffset() * 60_000 - 3_600_000).toISOString().slice(0, 19))
  const to = wishOf(kind, number, time)
  const body = {
    to,
    ...(topic === '' ? {} : { topic_name: topic }),
    ...(topic === '' || partition === '' ? {} : { partitions: [Number(partition)] }),
  }
  const params = { cluster_id: cluster, consumer_group_id: group.group_id }
  const preview = useQuery({
    queryKey: ['reset-preview', params, body],
    queryFn: async ({ signal }) => (await call('resetGroupOffsets', { params, body: { ...body, dry_run: true }, signal })).data,
  })
  const client = useQueryClient()
  const reset = useMutation({
    mutationFn: () => call('resetGroupOffsets', { params, body }),
    onSuccess: async ({ data }) => {
      await client.invalidateQueries(groupQuery(cluster, group.group_id))
      tell(data.length === 1 ? 'One partition is reset' : `${count(data.length)} partitions are reset`)
      onClose()
    },
  })
  const partitions = group.partitions.filter(({ topic_name }) => topic_name === topic)
  return (
    <FormDialog
      title={`Reset offsets of ${group.group_id}`}
      submit="Reset offsets"
      wide
      open
      busy={reset.isPending}
      problem={reset.error}
      ready={(preview.data?.length ?? 0) > 0}
      onClose={onClose}
      onSubmit={() => reset.mutate()}
    >
      <SelectField
        label="Topic"
        options={[{ value: '', label: 'All topics of the group' }, ...topics.map((name) => ({ value: name, label: name }))]}
        value={topic}
        onChange={({ target }) => setTopic(target.value)}
      />
      {topic === '' ? null : (
        <SelectField
          label="Partition"
          options={[
            { value: '', label: 'All' },
            ...partitions.map(({ partition_id }) => ({ value: String(partition_id), label: String(partition_id) })),
          ]}
          value={partition}
          onChange={({ target }) => setPartition(target.value)}
        />
      )}
      <SelectField label="Go on at" options={KINDS} value={kind} onChange={({ target }) => setKind(target.value as Kind)} />
      {kind === 'time' ? (
        <TextField label="Time" type="datetime-local" step={1} value={time} onChange={({ target }) => setTime(target.value)} />
      ) : null}
      {kind === 'shift' || kind === 'offset' ? (
        <TextField
          label={kind === 'shift' ? 'Records' : 'Offset'}
          hint={kind === 'shift' ? 'Negative goes back.' : undefined}
          type="number"
          value={number}
          onChange={({ target }) => setNumber(target.value)}
        />
      ) : null}
      <Loaded query={preview} lines={3}>
        {(changes) =>
          changes.length === 0 ? (
            <p>Nothing would change.</p>
          ) : (
            <Table
              label="What changes"
              height="240px"
              rows={changes}
              rowKey={({ topic_name, partition_id }) => `${topic_name}/${partition_id}`}
              columns={[
                { key: 'topic', title: 'Topic', cell: ({ topic_name }) => topic_name },
                { key: 'partition', title: 'Partition', right: true, cell: ({ partition_id }) => partition_id },
                { key: 'from', title: 'Now', right: true, cell: ({ from }) => (from === null ? '–' : count(from)) },
                { key: 'to', title: 'Then', right: true, cell: ({ to: next }) => count(next) },
                { key: 'difference', title: 'Difference', right: true, cell: ({ from, to: next }) => difference(from, next) },
              ]}
            />
          )
        }
      </Loaded>
    </FormDialog>
  )
}

function wishOf(kind: Kind, number: string, time: string): To {
  switch (kind) {
    case 'time':
      return { kind, at_ms: new Date(time).getTime() || 0 }
    case 'shift':
      return { kind, by: Number(number) || 0 }
    case 'offset':
      return { kind, offset: Math.max(0, Number(number) || 0) }
    case 'earliest':
    case 'latest':
      return { kind }
  }
}

function difference(from: number | null, to: number): string {
  if (from === null) return ''
  const by = to - from
  return by > 0 ? `+${count(by)}` : count(by)
}
