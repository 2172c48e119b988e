import { diffLines, type DiffLine } from './diff.ts'
import styles from './schemas.module.css'

const SIGN: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', added: '+', removed: '−' }
const WORD: Readonly<Record<DiffLine['kind'], string>> = { same: '', added: 'added: ', removed: 'removed: ' }

/** Two texts as one, with what was taken away and what came. */
export function SchemaDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = diffLines(before, after)
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length
  return (
    <>
      <p className={styles['soft']}>
        {lines.every(({ kind }) => kind === 'same') ? 'No line differs.' : `${count('added')} added, ${count('removed')} removed`}
      </p>
      <pre className={styles['text']} tabIndex={0} aria-label="Difference">
        {lines.map(({ kind, text }, index) => (
          <div key={index} className={styles[kind]}>
            <span aria-hidden="true">{SIGN[kind]} </span>
            {kind === 'same' ? null : <span className={styles['unseen']}>{WORD[kind]}</span>}
            {text}
          </div>
        ))}
      </pre>
    </>
  )
}
