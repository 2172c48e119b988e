import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { Answer } from '../api/client.ts'
import { TOPIC, TOPICS } from '../routes/paths.ts'
import { bytes, count } from '../ui/format.ts'
import { TextField } from '../ui/field.tsx'
import { Page, Toolbar } from '../ui/page.tsx'
import { Empty, Loaded } from '../ui/state.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { CreateTopic } from './create-topic.tsx'
import { topicsQuery } from './queries.ts'

type Topic = Answer<'listTopicViews'>['data'][number]

const COLUMNS: readonly Column<Topic>[] = [
  { key: 'name', title: 'Topic', cell: ({ topic_name }) => <TopicLink topic={topic_name} />, sortBy: ({ topic_name }) => topic_name },
  {
    key: 'partitions',
    title: 'Partitions',
    right: true,
    cell: ({ partitions_count }) => count(partitions_count),
    sortBy: ({ partitions_count }) => partitions_count,
  },
  { key: 'size', title: 'Size', right: true, cell: (topic) => bytes(topic.bytes), sortBy: (topic) => topic.bytes },
  {
    key: 'records',
    title: 'Offsets',
    right: true,
    cell: ({ offsets_count }) => count(offsets_count),
    sortBy: ({ offsets_count }) => offsets_count,
  },
  {
    key: 'rate',
    title: 'Records/s',
    right: true,
    cell: ({ records_per_second }) => (records_per_second === null ? '–' : count(Math.round(records_per_second))),
    sortBy: ({ records_per_second }) => records_per_second ?? -1,
  },
  { key: 'lag', title: 'Lag', right: true, cell: ({ lag }) => (lag === null ? '–' : count(lag)), sortBy: ({ lag }) => lag ?? -1 },
  { key: 'cleanup', title: 'Cleanup', cell: ({ cleanup_policy }) => cleanup_policy, sortBy: ({ cleanup_policy }) => cleanup_policy },
]

export function TopicsPage() {
  const { environment, cluster } = useParams({ from: TOPICS })
  const { find, sort } = useSearch({ from: TOPICS })
  const navigate = useNavigate({ from: TOPICS })
  const query = useQuery(topicsQuery(cluster))
  return (
    <Page title="Topics" actions={<CreateTopic environment={environment} cluster={cluster} />}>
      <Toolbar>
        <TextField
          label="Search topics"
          labelHidden
          type="search"
          placeholder="Search topics"
          value={find ?? ''}
          onChange={(event) => void navigate({ search: (search) => ({ ...search, find: event.target.value || undefined }), replace: true })}
        />
      </Toolbar>
      <Loaded query={query}>
        {(topics) => {
          const found = find === undefined ? topics : topics.filter(({ topic_name }) => topic_name.includes(find))
          if (topics.length === 0)
            return <Empty title="No topics yet">A topic is where records go. Create one, or let a producer do it.</Empty>
          if (found.length === 0) return <Empty title={`No topic has “${find}” in its name`} />
          return (
            <Table
              label="Topics"
              rows={found}
              columns={COLUMNS}
              rowKey={({ topic_name }) => topic_name}
              sort={sort ?? 'name'}
              onSort={(next) => void navigate({ search: (search) => ({ ...search, sort: next }), replace: true })}
            />
          )
        }}
      </Loaded>
    </Page>
  )
}

function TopicLink({ topic }: { readonly topic: string }) {
  const { environment, cluster } = useParams({ from: TOPICS })
  return (
    <Link to={TOPIC} params={{ environment, cluster, topic }}>
      {topic}
    </Link>
  )
}
