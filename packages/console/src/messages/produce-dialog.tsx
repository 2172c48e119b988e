import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { CodeField } from '../ui/code-field.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Toolbar } from '../ui/page.tsx'
import { tell } from '../ui/toast.tsx'
import { bodyOf, type Draft, type DraftPart, problemOf, SCHEMA_FORMATS, type WriteFormat } from './drafts.ts'
import styles from './messages.module.css'

const FORMATS: readonly { readonly value: WriteFormat; readonly label: string }[] = [
  { value: 'json', label: 'JSON' },
  { value: 'text', label: 'Text' },
  { value: 'hex', label: 'Hexadecimal' },
  { value: 'base64', label: 'Base64' },
  { value: 'avro', label: 'Avro' },
  { value: 'jsonschema', label: 'JSON Schema' },
  { value: 'protobuf', label: 'Protobuf' },
  { value: 'none', label: 'None' },
]
const HEADERS_MAX = 50

export interface ProduceDialogProps {
  readonly cluster: string
  readonly topic: string
  readonly partitions: number
  readonly draft: Draft
  /** Of the registry; null: there is none to ask. */
  readonly subjects: readonly string[] | null
  readonly example: () => Draft
  readonly onDone: (at: { readonly partition: number; readonly offset: number }) => void
  readonly onClose: () => void
}

/** One record by hand. */
export function ProduceDialog({ cluster, topic, partitions, draft: first, subjects, example, onDone, onClose }: ProduceDialogProps) {
  const [draft, setDraft] = useState(first)
  const change = (some: Partial<Draft>) => setDraft((old) => ({ ...old, ...some }))
  const produce = useMutation({
    mutationFn: () => call('produceRecordView', { params: { cluster_id: cluster, topic_name: topic }, body: bodyOf(draft) }),
    onSuccess: (at) => {
      tell(`Produced: partition ${at.partition}, offset ${at.offset}`)
      onDone(at)
    },
  })
  const { partition, key, value, headers } = draft
  const all = Array.from({ length: partitions }, (_, id) => ({ value: String(id), label: `Partition ${id}` }))
  return (
    <FormDialog
      title={`Produce to ${topic}`}
      submit="Produce"
      wide
      open
      busy={produce.isPending}
      problem={produce.error}
      ready={problemOf(key) === null && problemOf(value) === null}
      onClose={onClose}
      onSubmit={() => produce.mutate()}
    >
      <Toolbar>
        <SelectField
          label="Partition"
          options={[{ value: '', label: 'By the key' }, ...all]}
          value={partition}
          onChange={({ target }) => change({ partition: target.value })}
        />
        <Button onClick={() => setDraft(example())}>Fill in an example</Button>
      </Toolbar>
      <Part title="Key" part={key} subjects={subjects} onChange={(next) => change({ key: next })} />
      <Part title="Value" part={value} subjects={subjects} onChange={(next) => change({ value: next })} />
      <Headers headers={headers} onChange={(next) => change({ headers: next })} />
    </FormDialog>
  )
}

interface PartProps {
  readonly title: string
  readonly part: DraftPart
  readonly subjects: readonly string[] | null
  readonly onChange: (part: DraftPart) => void
}

function Part({ title, part, subjects, onChange }: PartProps) {
  const { format, data, subject, schemaId } = part
  const isJson = format === 'json' || SCHEMA_FORMATS.includes(format)
  const offered = FORMATS.filter(({ value }) => subjects !== null || value === format || !SCHEMA_FORMATS.includes(value))
  const problem = problemOf(part)
  return (
    <fieldset className={styles['part']}>
      <legend>{title}</legend>
      <Toolbar>
        <SelectField
          label={`${title} format`}
          labelHidden
          options={offered.map((one) => (one.value === 'none' && title === 'Value' ? { value: 'none', label: 'None: a tombstone' } : one))}
          value={format}
          onChange={({ target }) => onChange({ ...part, format: target.value as WriteFormat, schemaId: null })}
        />
        {SCHEMA_FORMATS.includes(format) ? (
          <SelectField
            label={`${title} subject`}
            labelHidden
            options={[
              { value: '', label: schemaId === null ? 'Choose a subject' : `Schema ${schemaId}, as the record had` },
              ...(subjects ?? []).map((name) => ({ value: name, label: `${name}, latest version` })),
            ]}
            value={schemaId === null ? subject : ''}
            onChange={({ target }) => onChange({ ...part, subject: target.value, schemaId: null })}
          />
        ) : null}
      </Toolbar>
      {format === 'none' ? null : (
        <CodeField
          label={title}
          labelHidden
          language={isJson ? 'json' : 'text'}
          line={title === 'Key' && !isJson && !data.includes('\n')}
          value={data}
          error={data === '' ? undefined : (problem ?? undefined)}
          onChange={(text) => onChange({ ...part, data: text })}
        />
      )}
    </fieldset>
  )
}

function Headers({ headers, onChange }: { readonly headers: Draft['headers']; readonly onChange: (headers: Draft['headers']) => void }) {
  const set = (at: number, some: Partial<Draft['headers'][number]>) =>
    onChange(headers.map((header, index) => (index === at ? { ...header, ...some } : header)))
  return (
    <fieldset className={styles['part']}>
      <legend>Headers</legend>
      {headers.map(({ name, value }, index) => (
        <div key={index} className={styles['header']}>
          <TextField
            label="Header name"
            labelHidden
            placeholder="name"
            value={name}
            onChange={({ target }) => set(index, { name: target.value })}
            autoComplete="off"
          />
          <TextField
            label="Header value"
            labelHidden
            placeholder="value"
            value={value}
            onChange={({ target }) => set(index, { value: target.value })}
            autoComplete="off"
          />
          <Button onClick={() => onChange(headers.filter((_, at) => at !== index))} aria-label={`Remove header ${name}`}>
            Remove
          </Button>
        </div>
      ))}
      <div>
        <Button small disabled={headers.length >= HEADERS_MAX} onClick={() => onChange([...headers, { name: '', value: '' }])}>
          Add header
        </Button>
      </div>
    </fieldset>
  )
}
