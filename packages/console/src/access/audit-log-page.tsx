import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { type Answer, call } from '../api/client.ts'
import { AUDIT_LOG } from '../routes/paths.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { CopyBlock } from '../ui/copy.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { instant } from '../ui/format.ts'
import { Page, Toolbar } from '../ui/page.tsx'
import { Empty, Failed, Loading } from '../ui/state.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { scopeInWords } from './crn.ts'
import { usePrincipalNames } from './principals.ts'

type Event = Answer<'listAuditEvents'>['data'][number]

const GRANTED = [
  { value: '', label: 'Granted and refused' },
  { value: 'false', label: 'Refused' },
  { value: 'true', label: 'Granted' },
]
const PAGE_SIZE = '200'

/** Who did what, newest first. */
export function AuditLogPage() {
  const search = useSearch({ from: AUDIT_LOG })
  const navigate = useNavigate({ from: AUDIT_LOG })
  const nameOf = usePrincipalNames()
  const [opened, setOpened] = useState<Event | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['audit-events', search],
    queryFn: ({ pageParam, signal }) =>
      call('listAuditEvents', {
        query: { ...search, limit: PAGE_SIZE, ...(pageParam === null ? {} : { before: String(pageParam) }) } as never,
        signal,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ before }) => before,
  })
  const events = query.data?.pages.flatMap(({ data }) => data) ?? []
  const change = (some: object) => void navigate({ search: (old) => ({ ...old, ...some }), replace: true })
  const columns: readonly Column<Event>[] = [
    { key: 'at', title: 'Time', cell: ({ at }) => instant(at) },
    { key: 'who', title: 'Who', cell: ({ principal }) => (principal === null ? '–' : nameOf(principal)) },
    { key: 'what', title: 'What', cell: ({ method }) => method },
    {
      key: 'on',
      title: 'On',
      cell: ({ resource }) => <span title={resource ?? ''}>{resource === null ? '–' : scopeInWords(resource)}</span>,
    },
    {
      key: 'granted',
      title: 'Outcome',
      cell: ({ granted }) => (granted === null ? '' : <Badge tone={granted ? 'good' : 'bad'}>{granted ? 'Granted' : 'Refused'}</Badge>),
    },
    {
      key: 'open',
      title: '',
      right: true,
      cell: (event) => (
        <Button small onClick={() => setOpened(event)} aria-label={`Show event ${event.offset}`}>
          Show
        </Button>
      ),
    },
  ]
  return (
    <Page title="Audit log" sub="Logins, permissions asked for, and changes; kept for seven days.">
      <Toolbar>
        <TextField
          label="Who"
          labelHidden
          placeholder="Who"
          defaultValue={search.principal}
          onBlur={({ target }) => change({ principal: target.value || undefined })}
        />
        <TextField
          label="What"
          labelHidden
          placeholder="What"
          defaultValue={search.method}
          onBlur={({ target }) => change({ method: target.value || undefined })}
        />
        <TextField
          label="On"
          labelHidden
          placeholder="On"
          defaultValue={search.resource}
          onBlur={({ target }) => change({ resource: target.value || undefined })}
        />
        <SelectField
          label="Outcome"
          labelHidden
          options={GRANTED}
          value={search.granted ?? ''}
          onChange={({ target }) => change({ granted: target.value || undefined })}
        />
        <Button onClick={() => void query.refetch()}>Reload</Button>
      </Toolbar>
      {query.error === null ? null : <Failed problem={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending ? <Loading lines={8} /> : null}
      {query.data !== undefined && events.length === 0 ? (
        <Empty title="No events match">What happens here is written down within a second.</Empty>
      ) : null}
      {events.length === 0 ? null : <Table label="Audit events" rows={events} columns={columns} rowKey={({ offset }) => String(offset)} />}
      {query.hasNextPage ? (
        <div>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Older events
          </Button>
        </div>
      ) : null}
      {opened === null ? null : (
        <Dialog title={opened.method} wide open onClose={() => setOpened(null)}>
          <CopyBlock text={JSON.stringify(opened.event, null, 2)} what="event" />
        </Dialog>
      )}
    </Page>
  )
}
