import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { TOPIC } from '../routes/paths.ts'
import { partitionsQuery } from '../topics/queries.ts'
import { TopicPage } from '../topics/topic-page.tsx'
import { Button } from '../ui/button.tsx'
import { count, plural } from '../ui/format.ts'
import { Empty, Failed, Loading } from '../ui/state.tsx'
import { canProduceAgain, draftOf, EMPTY_DRAFT } from './drafts.ts'
import { ExportButton } from './export-button.tsx'
import { type Message, messageKey } from './lines.ts'
import { MessageDetail } from './message-detail.tsx'
import { MessageGrid } from './message-grid.tsx'
import styles from './messages.module.css'
import type { BrowseSearch } from './search.ts'
import { SearchBar } from './search-bar.tsx'
import { type Browse, useBrowse } from './use-browse.ts'
import { useProduce } from './use-produce.tsx'

/** The page people live in: records of a topic, newest first. */
export function MessagesPage() {
  const { environment, cluster, topic } = useParams({ from: TOPIC })
  const search = useSearch({ from: TOPIC })
  const navigate = useNavigate({ from: TOPIC })
  const partitions = useQuery(partitionsQuery(cluster, topic))
  const browse = useBrowse(cluster, topic, search)
  const change = (some: Partial<BrowseSearch>) => void navigate({ search: (old) => ({ ...old, ...some }), replace: true })
  const pinned = search.pin?.split(',') ?? []
  const produce = useProduce({ environment, cluster, topic, partitions: partitions.data?.length ?? 0, browse })
  const opened = browse.messages.find((message) => messageKey(message) === search.open)
  return (
    <TopicPage
      view="Messages"
      actions={
        <Button kind="primary" onClick={() => produce.open(EMPTY_DRAFT)}>
          Produce
        </Button>
      }
    >
      <SearchBar
        search={search}
        cluster={cluster}
        topic={topic}
        partitions={partitions.data?.length ?? 0}
        example={browse.messages[0]}
        onChange={change}
        onReplace={(next) => void navigate({ search: next, replace: true })}
      />
      <Status
        browse={browse}
        topic={topic}
        search={search}
        onUnpin={(path) => change({ pin: pinned.filter((one) => one !== path).join(',') || undefined })}
        pinned={pinned}
      />
      {browse.problem === null ? null : <Failed problem={browse.problem} onRetry={browse.reload} />}
      <div className={styles['layout']} data-open={opened !== undefined}>
        <Records browse={browse} search={search} pinned={pinned} onOpen={(open) => change({ open: open ?? undefined })} />
        {opened === undefined ? null : (
          <MessageDetail
            cluster={cluster}
            topic={topic}
            message={opened}
            onClose={() => change({ open: undefined })}
            onProduceAgain={canProduceAgain(opened) ? () => produce.open(draftOf(opened)) : null}
            onPin={(path) => change({ pin: [...pinned.filter((one) => one !== path), path].join(',') })}
          />
        )}
      </div>
      {produce.dialog}
    </TopicPage>
  )
}

interface RecordsProps {
  readonly browse: Browse
  readonly search: BrowseSearch
  readonly pinned: readonly string[]
  readonly onOpen: (key: string | null) => void
}

function Records({ browse, search, pinned, onOpen }: RecordsProps) {
  const { messages, state, problem } = browse
  if (messages.length === 0) {
    if (problem !== null) return null
    if (state === 'loading') return <Loading lines={8} />
    if (state === 'following') return <Empty title="Waiting for records">What is produced from now on appears here.</Empty>
    const searched = search.text !== undefined || search.key !== undefined || search.filter !== undefined
    return searched ? (
      <Empty title="Nothing found">{browse.more === null ? 'No record matches.' : 'Not in the records that were searched so far.'}</Empty>
    ) : (
      <Empty title="No records here">Produce some, or begin at another place.</Empty>
    )
  }
  return (
    <MessageGrid messages={messages} pinned={pinned} open={search.open} onOpen={onOpen} onEnd={state === 'done' ? browse.more : null} />
  )
}

interface StatusProps {
  readonly browse: Browse
  readonly topic: string
  readonly search: BrowseSearch
  readonly pinned: readonly string[]
  readonly onUnpin: (path: string) => void
}

function Status({ browse, topic, search, pinned, onUnpin }: StatusProps) {
  const { messages, state, scanned, more } = browse
  return (
    <div className={`${styles['bar']} ${styles['status']}`}>
      <span role="status">{statusText(messages, state, scanned, search)}</span>
      <span className={styles['buttons']}>
        {pinned.map((path) => (
          <Button key={path} small kind="quiet" onClick={() => onUnpin(path)} aria-label={`Unpin ${path}`}>
            {path} ×
          </Button>
        ))}
        {state === 'done' ? null : (
          <Button small onClick={browse.stop}>
            Stop
          </Button>
        )}
        {state === 'done' && more !== null && messages.length === 0 ? (
          <Button small onClick={more}>
            Search on
          </Button>
        ) : null}
        <ExportButton topic={topic} messages={messages} />
        <Button small onClick={browse.reload}>
          Reload
        </Button>
      </span>
    </div>
  )
}

function statusText(messages: readonly Message[], state: Browse['state'], scanned: number, search: BrowseSearch): string {
  const shown = plural(messages.length, 'record')
  const searched = search.text !== undefined || search.key !== undefined || search.filter !== undefined
  const of = searched && scanned > 0 ? ` of ${count(scanned)} searched` : ''
  if (state === 'following') return `${shown}${of}, live`
  return state === 'loading' ? `${shown}${of}, reading…` : `${shown}${of}`
}
