import { useCallback, useEffect, useRef, useState } from 'react'
import { send } from '../api/client.ts'
import { monotonic } from '../ui/clock.ts'
import { linesOf, type Message } from './lines.ts'
import type { BrowseSearch } from './search.ts'

/** Shown at most; a tail keeps the newest of them. */
const MESSAGES_MAX = 50_000
/** Lines come faster than a screen can show: they are put up this often. */
const PAINT_MS = 100

export interface Browse {
  readonly messages: readonly Message[]
  readonly state: 'loading' | 'following' | 'done'
  readonly scanned: number
  readonly problem: Error | null
  /** Goes on where the last answer ended; null: there are no more. */
  readonly more: (() => void) | null
  readonly stop: () => void
  readonly reload: () => void
}

interface Shown {
  readonly messages: readonly Message[]
  readonly state: Browse['state']
  readonly scanned: number
  readonly cursor: string | null
  readonly problem: Error | null
}

const NOTHING: Shown = { messages: [], state: 'loading', scanned: 0, cursor: null, problem: null }

/** The records that a search finds, as they are found. A new search ends the old one. */
export function useBrowse(cluster: string, topic: string, search: BrowseSearch): Browse {
  const [shown, setShown] = useState(NOTHING)
  const [turn, setTurn] = useState(0)
  const running = useRef<AbortController | null>(null)
  const { from, partition, key, text, filter, key_format, value_format, follow, limit } = search

  const run = useCallback(
    async (cursor: string | null) => {
      running.current?.abort()
      const abort = new AbortController()
      running.current = abort
      const { signal } = abort
      setShown((old) => (cursor === null ? NOTHING : { ...old, state: 'loading', problem: null }))
      let fresh: Message[] = []
      let painted = 0
      const paint = (change: Partial<Shown> = {}) => {
        const come = fresh
        fresh = []
        painted = monotonic()
        if (signal.aborted) return
        setShown((old) => ({ ...old, messages: come.length === 0 ? old.messages : joined(old.messages, come, follow === true), ...change }))
      }
      try {
        const query = {
          from,
          partition,
          key,
          text,
          filter,
          key_format,
          value_format,
          limit,
          ...(cursor === null ? { follow } : { cursor }),
        }
        const response = await send('browseRecords', { params: { cluster_id: cluster, topic_name: topic }, query: query as never, signal })
        for await (const line of linesOf(response)) {
          if (line.kind === 'record') fresh.push(line)
          if (line.kind === 'end') paint({ state: 'done', scanned: line.scanned, cursor: line.cursor })
          else if (line.kind === 'problem') paint({ state: 'done', problem: new Error(line.message) })
          else if (line.kind === 'progress') paint({ scanned: line.scanned, state: follow === true ? 'following' : 'loading' })
          else if (monotonic() - painted > PAINT_MS) paint()
        }
        paint()
      } catch (error) {
        if (!signal.aborted) paint({ state: 'done', problem: error instanceof Error ? error : new Error(String(error)) })
      }
    },
    [cluster, topic, from, partition, key, text, filter, key_format, value_format, follow, limit],
  )

  useEffect(() => {
    void run(null)
    return () => running.current?.abort()
  }, [run, turn])

  const { cursor, ...rest } = shown
  return {
    ...rest,
    more: cursor === null ? null : () => void run(cursor),
    stop: () => {
      running.current?.abort()
      setShown((old) => ({ ...old, state: 'done' }))
    },
    reload: () => setTurn(turn + 1),
  }
}

/** While following, what comes stands on top. */
function joined(old: readonly Message[], come: readonly Message[], follow: boolean): readonly Message[] {
  return follow ? [...come.toReversed(), ...old].slice(0, MESSAGES_MAX) : [...old, ...come].slice(0, MESSAGES_MAX)
}
