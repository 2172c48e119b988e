import { useState } from 'react'
import { CodeField } from '../ui/code-field.tsx'
import { type Message, pathsOf } from './lines.ts'

const SCOPE = ['key', 'value', 'headers', 'offset', 'partition', 'timestamp'] as const

export interface FilterFieldProps {
  readonly value: string
  /** Whose value shows which names there are. */
  readonly example: Message | undefined
  readonly onEnter: (filter: string) => void
}

/** A JavaScript expression that is run in the server, over each record. It counts when Enter is pressed or the field is left. */
export function FilterField({ value, example, onEnter }: FilterFieldProps) {
  const [typed, setTyped] = useState(value)
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    setTyped(value)
  }
  const enter = () => (typed === value ? undefined : onEnter(typed.trim()))
  const paths = pathsOf(example?.value?.json).map((path) => (path.startsWith('[') ? `value${path}` : `value.${path}`))
  return (
    <CodeField
      label="Filter: a JavaScript expression over key, value, headers, offset, partition, timestamp"
      labelHidden
      language="javascript"
      line
      placeholder="JavaScript: value.total > 100 && key.startsWith('a')"
      hints={[...SCOPE, ...paths]}
      value={typed}
      onChange={setTyped}
      onEnter={enter}
      onBlur={enter}
    />
  )
}
