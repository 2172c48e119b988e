import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import type { Reference } from './queries.ts'
import styles from './schemas.module.css'

const REFERENCES_MAX = 50

/** Other schemas that this one names. */
export function References({
  references,
  onChange,
}: {
  readonly references: readonly Reference[]
  readonly onChange: (references: readonly Reference[]) => void
}) {
  const set = (at: number, some: Partial<Reference>) => onChange(references.map((one, index) => (index === at ? { ...one, ...some } : one)))
  return (
    <>
      {references.map(({ name, subject, version }, index) => (
        <div key={index} className={styles['reference']}>
          <TextField label="Reference name" value={name} onChange={({ target }) => set(index, { name: target.value })} autoComplete="off" />
          <TextField
            label="Its subject"
            value={subject}
            onChange={({ target }) => set(index, { subject: target.value })}
            autoComplete="off"
          />
          <TextField
            label="Version"
            type="number"
            min={1}
            value={String(version)}
            onChange={({ target }) => set(index, { version: Number(target.value) })}
          />
          <Button onClick={() => onChange(references.filter((_, at) => at !== index))} aria-label={`Remove reference ${name}`}>
            Remove
          </Button>
        </div>
      ))}
      <div>
        <Button
          small
          disabled={references.length >= REFERENCES_MAX}
          onClick={() => onChange([...references, { name: '', subject: '', version: 1 }])}
        >
          Add reference
        </Button>
      </div>
    </>
  )
}
