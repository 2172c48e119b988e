import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { GROUP, GROUPS } from '../routes/paths.ts'
import { Button } from '../ui/button.tsx'
import { DeleteDialog } from '../ui/dialog.tsx'
import { count } from '../ui/format.ts'
import { Card, Cards, Facts, Page } from '../ui/page.tsx'
import { Empty, Loaded } from '../ui/state.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { tell } from '../ui/toast.tsx'
import { GroupState } from './group-state.tsx'
import { LagChart } from './lag-chart.tsx'
import { type Group, type GroupPartition, groupQuery, groupsQuery } from './queries.ts'
import { ResetOffsets } from './reset-offsets.tsx'

export function GroupPage() {
  const { environment, cluster, group: id } = useParams({ from: GROUP })
  const query = useQuery(groupQuery(cluster, id))
  return (
    <Page
      title={id}
      sub="Consumer group"
      actions={
        query.data === undefined ? null : (
          <>
            <ResetOffsets cluster={cluster} group={query.data} />
            <DeleteGroup environment={environment} cluster={cluster} group={query.data} />
          </>
        )
      }
    >
      <Loaded query={query}>{(group) => <GroupView cluster={cluster} group={group} at={query.dataUpdatedAt} />}</Loaded>
    </Page>
  )
}

function GroupView({ cluster, group, at }: { readonly cluster: string; readonly group: Group; readonly at: number }) {
  const members = new Map(group.members.map((member) => [member.member_id, member]))
  const columns: readonly Column<GroupPartition>[] = [
    { key: 'topic', title: 'Topic', cell: ({ topic_name }) => topic_name, sortBy: ({ topic_name }) => topic_name },
    {
      key: 'partition',
      title: 'Partition',
      right: true,
      cell: ({ partition_id }) => partition_id,
      sortBy: ({ partition_id }) => partition_id,
    },
    {
      key: 'committed',
      title: 'Committed',
      right: true,
      cell: ({ committed_offset }) => (committed_offset === null ? '–' : count(committed_offset)),
    },
    { key: 'end', title: 'Next offset', right: true, cell: ({ end_offset }) => count(end_offset) },
    { key: 'lag', title: 'Lag', right: true, cell: ({ lag }) => (lag === null ? '–' : count(lag)), sortBy: ({ lag }) => lag ?? -1 },
    {
      key: 'member',
      title: 'Member',
      cell: ({ member_id }) => (member_id === null ? 'nobody' : memberName(members.get(member_id), member_id)),
    },
  ]
  const [sort, setSort] = useState('-lag')
  const lag = group.partitions.reduce((sum, partition) => sum + (partition.lag ?? 0), 0)
  return (
    <>
      <Cards fill>
        <Card title="State">
          <Facts
            rows={[
              ['State', <GroupState state={group.state} />],
              ['Members', count(group.members.length)],
              ['Assignment', group.protocol === '' ? 'none' : group.protocol],
              ['Coordinator', `Broker ${group.coordinator}`],
              ['Lag in all', count(lag)],
            ]}
          />
        </Card>
        <Card title="Lag since this page was opened">
          <LagChart key={`${cluster}/${group.group_id}`} partitions={group.partitions} at={at} />
        </Card>
      </Cards>
      {group.partitions.length === 0 ? (
        <Empty title="Nothing committed or assigned">The group has read nothing yet.</Empty>
      ) : (
        <Table
          label="Partitions of the group"
          rows={group.partitions}
          columns={columns}
          rowKey={({ topic_name, partition_id }) => `${topic_name}/${partition_id}`}
          sort={sort}
          onSort={setSort}
        />
      )}
      {group.members.length === 0 ? null : (
        <Card title="Members">
          <Table
            label="Members"
            rows={group.members}
            rowKey={({ member_id }) => member_id}
            columns={[
              { key: 'client', title: 'Client', cell: ({ client_id }) => client_id },
              { key: 'host', title: 'Host', cell: ({ client_host }) => client_host },
              { key: 'instance', title: 'Instance', cell: ({ instance_id }) => instance_id ?? '–' },
              { key: 'id', title: 'Member id', cell: ({ member_id }) => <code>{member_id}</code> },
            ]}
          />
        </Card>
      )}
    </>
  )
}

function memberName(member: Group['members'][number] | undefined, id: string): string {
  return member === undefined ? id : `${member.client_id} ${member.client_host}`
}

function DeleteGroup({ environment, cluster, group }: { readonly environment: string; readonly cluster: string; readonly group: Group }) {
  const [open, setOpen] = useState(false)
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => call('deleteGroupView', { params: { cluster_id: cluster, consumer_group_id: group.group_id } }),
    onSuccess: async () => {
      tell(`Group ${group.group_id} is deleted`)
      await navigate({ to: GROUPS, params: { environment, cluster } })
      await client.invalidateQueries(groupsQuery(cluster))
    },
  })
  const hasMembers = group.members.length > 0
  return (
    <>
      <Button kind="danger" disabled={hasMembers} title={hasMembers ? 'Stop its consumers first' : undefined} onClick={() => setOpen(true)}>
        Delete group
      </Button>
      <DeleteDialog
        what="group"
        name={group.group_id}
        description="Its offsets are gone then: consumers begin where their auto.offset.reset says."
        open={open}
        busy={remove.isPending}
        problem={remove.error}
        onClose={() => setOpen(false)}
        onSubmit={() => remove.mutate()}
      />
    </>
  )
}
