import { type ReactNode, useState } from 'react'
import { Download } from './download.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { CopyBlock } from '../ui/copy.tsx'
import { bytes, instant } from '../ui/format.ts'
import { Facts } from '../ui/page.tsx'
import { longText, type Message, pathsOf, type Readable } from './lines.ts'
import styles from './messages.module.css'

export interface MessageDetailProps {
  readonly cluster: string
  readonly topic: string
  readonly message: Message
  readonly onClose: () => void
  /** Pins a path of the value as a column. */
  readonly onPin: (path: string) => void
  /** Null: it is shown in part only. */
  readonly onProduceAgain: (() => void) | null
}

/** One record, whole: what it is, how it was read, and what each reader said. */
export function MessageDetail({ cluster, topic, message, onClose, onPin, onProduceAgain }: MessageDetailProps) {
  const { partition, offset, timestamp_ms, key, value, headers } = message
  return (
    <section
      className={styles['detail']}
      onKeyDown={({ key: pressed }) => (pressed === 'Escape' ? onClose() : undefined)}
      aria-label={`Record ${offset} of partition ${partition}`}
    >
      <div className={styles['bar']}>
        <strong>
          Partition {partition}, offset {offset}
        </strong>
        <span className={styles['buttons']}>
          <Button
            small
            disabled={onProduceAgain === null}
            title={onProduceAgain === null ? 'It is too long to be shown whole' : undefined}
            onClick={onProduceAgain ?? undefined}
          >
            Produce again
          </Button>
          <Button small onClick={onClose}>
            Close
          </Button>
        </span>
      </div>
      <Facts rows={[['Time', timestamp_ms < 0 ? 'none' : instant(timestamp_ms)]]} />
      <Part title="Value" readable={value} download={<Download cluster={cluster} topic={topic} message={message} part="value" />} />
      {value?.json === undefined || value.json === null ? null : <PinField onPin={onPin} json={value.json} />}
      <Part title="Key" readable={key} download={<Download cluster={cluster} topic={topic} message={message} part="key" />} />
      {headers.map(({ name, value: header }, index) => (
        <Part key={index} title={`Header ${name}`} readable={header} download={null} />
      ))}
    </section>
  )
}

function Part({ title, readable, download }: { readonly title: string; readonly readable: Readable | null; readonly download: ReactNode }) {
  const [raw, setRaw] = useState(false)
  if (readable === null) {
    return (
      <div>
        <h3>{title}</h3>
        <span className={styles['status']}>{title === 'Value' ? 'null: a tombstone' : 'none'}</span>
      </div>
    )
  }
  const text = raw && readable.json !== undefined ? JSON.stringify(readable.json) : longText(readable)
  return (
    <div>
      <div className={styles['bar']}>
        <h3>{title}</h3>
        <span>
          <Badge tone={readable.format === 'bytes' ? 'warn' : 'plain'}>{readable.format}</Badge> {bytes(readable.bytes)}
          {readable.schema === undefined ? '' : `, schema ${readable.schema.id ?? readable.schema.guid ?? ''}`}
        </span>
        <span className={styles['buttons']}>
          {readable.json === undefined ? null : (
            <Button small kind="quiet" aria-pressed={raw} onClick={() => setRaw(!raw)}>
              {raw ? 'Formatted' : 'One line'}
            </Button>
          )}
          {download}
        </span>
      </div>
      <CopyBlock text={text} what={title.toLowerCase()} />
      {readable.is_cut ? <p className={styles['status']}>Shown in part. Download it for the whole.</p> : null}
      {readable.tried.length === 0 ? null : (
        <details>
          <summary className={styles['status']}>What was tried</summary>
          <ul className={styles['tried']}>
            {readable.tried.map(({ format, problem }) => (
              <li key={format}>
                {format}: {problem}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

/** Paths of a value, to choose from. */
function PinField({ json, onPin }: { readonly json: unknown; readonly onPin: (path: string) => void }) {
  const paths = pathsOf(json)
  if (paths.length === 0) return null
  return (
    <div className={styles['bar']}>
      <label>
        Pin as a column{' '}
        <select className={styles['select']} value="" onChange={(event) => onPin(event.target.value)}>
          <option value="">choose a path</option>
          {paths.map((path) => (
            <option key={path}>{path}</option>
          ))}
        </select>
      </label>
    </div>
  )
}
