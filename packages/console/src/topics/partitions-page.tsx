import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type Answer, call } from '../api/client.ts'
import { TOPIC_PARTITIONS } from '../routes/paths.ts'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { bytes, count, plural } from '../ui/format.ts'
import { Loaded } from '../ui/state.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { tell } from '../ui/toast.tsx'
import { partitionsQuery } from './queries.ts'
import { TopicPage } from './topic-page.tsx'

type Partition = Answer<'listPartitionViews'>['data'][number]

const COLUMNS: readonly Column<Partition>[] = [
  { key: 'id', title: 'Partition', cell: ({ partition_id }) => partition_id },
  { key: 'leader', title: 'Leader', cell: ({ leader }) => (leader === null ? 'none' : `Broker ${leader}`) },
  { key: 'in-sync', title: 'In sync', cell: ({ in_sync, replicas }) => `${in_sync.length} of ${replicas.length}` },
  { key: 'start', title: 'First offset', right: true, cell: ({ start_offset }) => count(start_offset) },
  { key: 'end', title: 'Next offset', right: true, cell: ({ end_offset }) => count(end_offset) },
  { key: 'size', title: 'Size', right: true, cell: (partition) => bytes(partition.bytes) },
]

export function PartitionsPage() {
  const { cluster, topic } = useParams({ from: TOPIC_PARTITIONS })
  const query = useQuery(partitionsQuery(cluster, topic))
  return (
    <TopicPage view="Partitions" actions={<AddPartitions cluster={cluster} topic={topic} now={query.data?.length ?? 0} />}>
      <Loaded query={query}>
        {(partitions) => (
          <Table label="Partitions" rows={partitions} columns={COLUMNS} rowKey={({ partition_id }) => String(partition_id)} />
        )}
      </Loaded>
    </TopicPage>
  )
}

function AddPartitions({ cluster, topic, now }: { readonly cluster: string; readonly topic: string; readonly now: number }) {
  const [open, setOpen] = useState(false)
  const [wanted, setWanted] = useState('')
  const client = useQueryClient()
  const add = useMutation({
    mutationFn: () =>
      call('updatePartitionCountKafkaTopic', {
        params: { cluster_id: cluster, topic_name: topic },
        body: { partitions_count: Number(wanted) },
      }),
    onSuccess: async () => {
      await client.invalidateQueries(partitionsQuery(cluster, topic))
      tell(`${topic} has ${plural(Number(wanted), 'partition')}`)
      setOpen(false)
    },
  })
  return (
    <>
      <Button onClick={() => setOpen(true)}>Add partitions</Button>
      <FormDialog
        title={`Add partitions to ${topic}`}
        description="Keys may come to other partitions then: records of one key that were written before and after are no longer in one order."
        submit="Add partitions"
        open={open}
        busy={add.isPending}
        problem={add.error}
        ready={Number(wanted) > now}
        onClose={() => setOpen(false)}
        onSubmit={() => add.mutate()}
      >
        <TextField
          label="Partitions in all"
          type="number"
          min={now + 1}
          hint={`There ${now === 1 ? 'is one' : `are ${now}`} now. Partitions cannot be taken away.`}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          autoFocus
        />
      </FormDialog>
    </>
  )
}
