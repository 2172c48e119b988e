import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { GROUP, GROUPS } from '../routes/paths.ts'
import { TextField } from '../ui/field.tsx'
import { count } from '../ui/format.ts'
import { Page, Toolbar } from '../ui/page.tsx'
import { Empty, Loaded } from '../ui/state.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { GroupState } from './group-state.tsx'
import { type GroupSummary, groupsQuery } from './queries.ts'

const COLUMNS: readonly Column<GroupSummary>[] = [
  { key: 'group', title: 'Group', cell: ({ group_id }) => <GroupLink group={group_id} />, sortBy: ({ group_id }) => group_id },
  { key: 'state', title: 'State', cell: ({ state }) => <GroupState state={state} />, sortBy: ({ state }) => state },
  {
    key: 'members',
    title: 'Members',
    right: true,
    cell: ({ members_count }) => count(members_count),
    sortBy: ({ members_count }) => members_count,
  },
  { key: 'lag', title: 'Lag', right: true, cell: ({ lag }) => (lag === null ? '–' : count(lag)), sortBy: ({ lag }) => lag ?? -1 },
  { key: 'topics', title: 'Topics', cell: ({ topics }) => topics.join(', ') },
]

export function GroupsPage() {
  const { cluster } = useParams({ from: GROUPS })
  const { find, sort } = useSearch({ from: GROUPS })
  const navigate = useNavigate({ from: GROUPS })
  const query = useQuery(groupsQuery(cluster))
  return (
    <Page title="Consumer groups">
      <Toolbar>
        <TextField
          label="Search groups"
          labelHidden
          type="search"
          placeholder="Search groups and topics"
          value={find ?? ''}
          onChange={({ target }) => void navigate({ search: (search) => ({ ...search, find: target.value || undefined }), replace: true })}
        />
      </Toolbar>
      <Loaded query={query}>
        {(groups) => {
          const found =
            find === undefined ? groups : groups.filter(({ group_id, topics }) => [group_id, ...topics].some((name) => name.includes(find)))
          if (groups.length === 0)
            return <Empty title="No consumer groups yet">A group is there once a consumer joins it, or commits an offset.</Empty>
          if (found.length === 0) return <Empty title={`No group or topic has “${find}” in its name`} />
          return (
            <Table
              label="Consumer groups"
              rows={found}
              columns={COLUMNS}
              rowKey={({ group_id }) => group_id}
              sort={sort ?? '-lag'}
              onSort={(next) => void navigate({ search: (search) => ({ ...search, sort: next }), replace: true })}
            />
          )
        }}
      </Loaded>
    </Page>
  )
}

function GroupLink({ group }: { readonly group: string }) {
  const { environment, cluster } = useParams({ from: GROUPS })
  return (
    <Link to={GROUP} params={{ environment, cluster, group }}>
      {group}
    </Link>
  )
}
