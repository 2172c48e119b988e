import { lazy, type ReactNode, Suspense } from 'react'
import styles from './code-field.module.css'

export interface CodeEditorProps {
  readonly label: string
  readonly value: string
  readonly language: 'json' | 'javascript' | 'text'
  /** One line; Enter is for `onEnter`. */
  readonly line?: boolean
  /** Names that can be meant, offered while one types. */
  readonly hints?: readonly string[]
  readonly placeholder?: string
  readonly onChange: (text: string) => void
  readonly onEnter?: () => void
  readonly onBlur?: () => void
}

/** A third of what the console weighs: it comes when something is to be edited. */
const CodeEditor = lazy(() => import('./code-editor.tsx'))

export function CodeField({
  hint,
  error,
  labelHidden = false,
  ...editor
}: CodeEditorProps & { readonly hint?: ReactNode; readonly error?: string | undefined; readonly labelHidden?: boolean }) {
  const { label, value, line = false } = editor
  return (
    <div className={styles['field']}>
      {labelHidden ? null : <span className={styles['label']}>{label}</span>}
      <div className={styles['frame']} data-line={line} data-wrong={error !== undefined}>
        <Suspense fallback={<pre className={styles['waiting']}>{value}</pre>}>
          <CodeEditor {...editor} />
        </Suspense>
      </div>
      {hint === undefined ? null : <span className={styles['hint']}>{hint}</span>}
      {error === undefined ? null : (
        <span className={styles['error']} role="alert">
          {error}
        </span>
      )}
    </div>
  )
}
