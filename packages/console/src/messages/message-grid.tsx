import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { instant } from '../ui/format.ts'
import { atPath, type Message, messageKey, shortText } from './lines.ts'
import styles from './messages.module.css'

const ROW_PX = 32
const FIXED = '132px 56px 88px minmax(80px, 0.6fr)'
const VALUE = 'minmax(160px, 2fr)'
const PINNED = 'minmax(90px, 0.7fr)'

export interface MessageGridProps {
  readonly messages: readonly Message[]
  readonly pinned: readonly string[]
  readonly open: string | undefined
  readonly onOpen: (key: string | null) => void
  readonly onEnd: (() => void) | null
}

/** A million rows stay smooth: only what is seen is drawn. Arrows open the next, Escape closes. */
export function MessageGrid({ messages, pinned, open, onOpen, onEnd }: MessageGridProps) {
  const frame = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: messages.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
  })
  const items = virtualizer.getVirtualItems()
  const columns = [FIXED, ...pinned.map(() => PINNED), VALUE].join(' ')
  const atEnd = items.at(-1)?.index === messages.length - 1
  const asked = useRef(-1)
  useEffect(() => {
    if (!atEnd || onEnd === null || asked.current === messages.length) return
    asked.current = messages.length
    onEnd()
  }, [atEnd, onEnd, messages.length])

  const move = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open !== undefined) onOpen(null)
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const at = messages.findIndex((message) => messageKey(message) === open)
    const next = messages[Math.max(0, Math.min(messages.length - 1, at + step))]
    if (next === undefined) return
    onOpen(messageKey(next))
    virtualizer.scrollToIndex(messages.indexOf(next))
  }

  return (
    <div
      className={styles['grid']}
      ref={frame}
      role="grid"
      aria-label="Records"
      aria-rowcount={messages.length + 1}
      tabIndex={0}
      onKeyDown={move}
      aria-activedescendant={open === undefined ? undefined : rowId(open)}
    >
      <div role="rowgroup">
        <div className={styles['head']} role="row" style={{ gridTemplateColumns: columns }}>
          {['Time', 'Part.', 'Offset', 'Key', ...pinned, 'Value'].map((title) => (
            <span key={title} role="columnheader" className={styles['cell']}>
              {title}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start }) => {
          const message = messages[index]!
          const key = messageKey(message)
          return (
            <div
              key={key}
              id={rowId(key)}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={key === open}
              className={styles['row']}
              style={{ transform: `translateY(${start}px)`, gridTemplateColumns: columns }}
              onClick={() => onOpen(key)}
            >
              <span role="gridcell" className={`${styles['cell']} ${styles['number']}`} title={instant(message.timestamp_ms)}>
                {shortTime(message.timestamp_ms)}
              </span>
              <span role="gridcell" className={`${styles['cell']} ${styles['number']}`}>
                {message.partition}
              </span>
              <span role="gridcell" className={`${styles['cell']} ${styles['number']}`}>
                {message.offset}
              </span>
              <span role="gridcell" className={`${styles['cell']} ${styles['mono']}`}>
                {shortText(message.key)}
              </span>
              {pinned.map((path) => (
                <span key={path} role="gridcell" className={`${styles['cell']} ${styles['mono']}`}>
                  {pinnedText(atPath(message.value, path))}
                </span>
              ))}
              <span
                role="gridcell"
                className={`${styles['cell']} ${styles['mono']} ${message.value?.format === 'bytes' ? styles['odd'] : ''}`}
              >
                {shortText(message.value).slice(0, 400)}
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}

function rowId(key: string): string {
  return `record-${key.replace('/', '-')}`
}

function pinnedText(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `11-25 16:04:05.123`, in the reader's time zone. */
function shortTime(atMs: number): string {
  if (atMs < 0) return '–'
  const at = new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000).toISOString()
  return `${at.slice(5, 10)} ${at.slice(11, 23)}`
}
