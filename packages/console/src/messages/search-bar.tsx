import { type FormEvent, useState } from 'react'
import { CheckField, SelectField, TextField } from '../ui/field.tsx'
import { now } from '../ui/clock.ts'
import { growClass, Toolbar } from '../ui/page.tsx'
import { FilterField } from './filter-field.tsx'
import type { Message } from './lines.ts'
import { SavedSearches } from './saved-searches.tsx'
import { type BrowseSearch, FORMATS } from './search.ts'

const FROM = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'offset', label: 'From an offset' },
  { value: 'time', label: 'From a time' },
]

export interface SearchBarProps {
  readonly search: BrowseSearch
  readonly cluster: string
  readonly topic: string
  readonly partitions: number
  /** A record that is shown: names of its fields are offered. */
  readonly example: Message | undefined
  readonly onChange: (change: Partial<BrowseSearch>) => void
  readonly onReplace: (search: BrowseSearch) => void
}

/** What is looked for. Choices take effect at once, text when it is entered. */
export function SearchBar({ search, cluster, topic, partitions, example, onChange, onReplace }: SearchBarProps) {
  const [kind, value] = (search.from ?? 'newest').split(':') as [string, string | undefined]
  const all = [{ value: '', label: 'All partitions' }]
  const partitionOptions = [...all, ...Array.from({ length: partitions }, (_, id) => ({ value: String(id), label: `Partition ${id}` }))]
  const formats = FORMATS.map((format) => ({ value: format, label: format === 'auto' ? 'Value: automatic' : `Value: ${format}` }))
  return (
    <>
      <Toolbar>
        <SelectField
          label="Where to begin"
          labelHidden
          options={FROM}
          value={kind}
          onChange={({ target }) => onChange({ from: firstOf(target.value), follow: undefined })}
        />
        {kind === 'offset' ? (
          <Entered
            label="Offset"
            type="number"
            min={0}
            value={value ?? '0'}
            onEnter={(text) => onChange({ from: `offset:${text === '' ? 0 : text}` })}
          />
        ) : null}
        {kind === 'time' ? (
          <Entered
            label="Time"
            type="datetime-local"
            step={1}
            value={localTime(Number(value ?? now()))}
            onEnter={(text) => onChange({ from: `time:${new Date(text).getTime() || 0}` })}
          />
        ) : null}
        <SelectField
          label="Partition"
          labelHidden
          options={partitionOptions}
          value={search.partition === undefined ? '' : String(search.partition)}
          onChange={({ target }) => onChange({ partition: target.value === '' ? undefined : Number(target.value) })}
        />
        <SelectField
          label="How values are read"
          labelHidden
          options={formats}
          value={search.value_format ?? 'auto'}
          onChange={({ target }) =>
            onChange({ value_format: target.value === 'auto' ? undefined : (target.value as (typeof FORMATS)[number]) })
          }
        />
        <CheckField
          label="Live"
          checked={search.follow === true}
          onChange={({ target }) => onChange({ follow: target.checked ? true : undefined })}
        />
        <SavedSearches key={`${cluster}/${topic}`} cluster={cluster} topic={topic} search={search} onChoose={onReplace} />
      </Toolbar>
      <Toolbar>
        <Entered
          label="Text"
          placeholder="Text anywhere"
          value={search.text ?? ''}
          onEnter={(text) => onChange({ text: text || undefined })}
        />
        <Entered label="Key" placeholder="Key contains" value={search.key ?? ''} onEnter={(text) => onChange({ key: text || undefined })} />
        <div className={growClass}>
          <FilterField value={search.filter ?? ''} example={example} onEnter={(text) => onChange({ filter: text || undefined })} />
        </div>
      </Toolbar>
    </>
  )
}

interface EnteredProps {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly type?: string
  readonly min?: number
  readonly step?: number
  readonly onEnter: (text: string) => void
}

/** Text that counts when Enter is pressed or the field is left. */
function Entered({ label, value, onEnter, ...rest }: EnteredProps) {
  const [typed, setTyped] = useState(value)
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    setTyped(value)
  }
  const enter = () => (typed === value ? undefined : onEnter(typed))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter()
  }
  return (
    <form onSubmit={submit}>
      <TextField {...rest} label={label} labelHidden value={typed} onChange={({ target }) => setTyped(target.value)} onBlur={enter} />
    </form>
  )
}

function firstOf(kind: string): string | undefined {
  if (kind === 'newest') return undefined
  return kind === 'offset' ? 'offset:0' : kind === 'time' ? `time:${now() - 3_600_000}` : kind
}

/** As a `datetime-local` field wants it. */
function localTime(atMs: number): string {
  return new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
