import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { callRegistry } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { SUBJECT } from '../routes/paths.ts'
import { Button } from '../ui/button.tsx'
import { CodeField } from '../ui/code-field.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Reveal } from '../ui/reveal.tsx'
import { tell } from '../ui/toast.tsx'
import { registryKey, type Reference, type Version } from './queries.ts'
import { References } from './references.tsx'
import styles from './schemas.module.css'
import { EXAMPLES, formatted, SCHEMA_TYPES, type SchemaType, typeInWords } from './text.ts'

export interface RegisterDialogProps {
  readonly environment: string
  readonly registry: string
  /** Of a subject that is there: a new version is made from this one. */
  readonly from?: Version
  readonly onClose: () => void
}

/** A new version, checked against those before. */
export function RegisterDialog({ environment, registry, from, onClose }: RegisterDialogProps) {
  const [subject, setSubject] = useState(from?.subject ?? '')
  const [type, setType] = useState<SchemaType>((from?.schemaType ?? 'AVRO') as SchemaType)
  const [schema, setSchema] = useState(from === undefined ? EXAMPLES.AVRO : formatted(from.schema ?? '', from.schemaType))
  const [references, setReferences] = useState<readonly Reference[]>(from?.references ?? [])
  const body = { schemaType: type, schema, references }
  const client = useQueryClient()
  const navigate = useNavigate()
  const check = useMutation({ mutationFn: () => verdictOf(registry, subject, body) })
  const register = useMutation({
    mutationFn: () => callRegistry(registry, 'register', { params: { subject }, body }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: registryKey(registry) })
      tell(`Registered as schema ${id}`)
      onClose()
      await navigate({ to: SUBJECT, params: { environment, subject }, search: {} })
    },
  })
  const isReady = subject !== '' && schema.trim() !== ''
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value)
      check.reset()
      register.reset()
    }
  const chooseType = (next: SchemaType) => {
    if (SCHEMA_TYPES.some((one) => schema === EXAMPLES[one])) setSchema(EXAMPLES[next])
    changed(setType)(next)
  }
  return (
    <FormDialog
      title={from === undefined ? 'Register a schema' : `New version of ${from.subject}`}
      submit="Register"
      wide
      open
      busy={register.isPending}
      problem={register.error ?? check.error}
      ready={isReady}
      onClose={onClose}
      onSubmit={() => register.mutate()}
    >
      {from === undefined ? (
        <>
          <TextField
            label="Subject"
            hint="Serializers use the topic’s name with -value or -key."
            value={subject}
            onChange={({ target }) => changed(setSubject)(target.value)}
            autoFocus
            autoComplete="off"
          />
          <SelectField
            label="Type"
            options={SCHEMA_TYPES.map((value) => ({ value, label: typeInWords(value) }))}
            value={type}
            onChange={({ target }) => chooseType(target.value as SchemaType)}
          />
        </>
      ) : null}
      <CodeField label="Schema" language={type === 'PROTOBUF' ? 'text' : 'json'} value={schema} onChange={changed(setSchema)} />
      <References references={references} onChange={changed(setReferences)} />
      <div>
        <Button busy={check.isPending} disabled={!isReady} onClick={() => check.mutate()}>
          Check compatibility
        </Button>
      </div>
      {check.data === undefined ? null : (
        <Reveal key={check.submittedAt}>
          <Verdict {...check.data} />
        </Reveal>
      )}
    </FormDialog>
  )
}

interface Verdict {
  readonly fits: boolean
  readonly title: string
  readonly messages: readonly string[]
}

function Verdict({ fits, title, messages }: Verdict) {
  return (
    <div className={styles['verdict']} data-fits={fits} role="status">
      <strong>{title}</strong>
      {messages.length === 0 ? null : (
        <ul>
          {messages.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

async function verdictOf(registry: string, subject: string, body: object): Promise<Verdict> {
  try {
    const { is_compatible: fits, messages = [] } = await callRegistry(registry, 'testCompatibilityForSubject', {
      params: { subject },
      query: { verbose: true },
      body,
    })
    return {
      fits,
      title: fits ? 'Compatible: it can be registered' : 'Not compatible with what is registered',
      messages: fits ? [] : messages,
    }
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 404)
      return { fits: true, title: 'The subject is new: there is nothing to be compatible with', messages: [] }
    throw problem
  }
}
