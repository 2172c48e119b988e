import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './state.module.css'

/** Nothing is here yet: what it would be, and how to get the first. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={`${styles['box']} ${styles['empty']}`}>
      <strong>{title}</strong>
      {children}
    </div>
  )
}

export function Failed({ problem, onRetry }: { readonly problem: Error; readonly onRetry?: () => void }) {
  return (
    <div className={`${styles['box']} ${styles['failed']}`} role="alert">
      <span>{problem.message}</span>
      {onRetry === undefined ? null : (
        <Button small onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}

/** Holds the place of what is coming, so that nothing jumps. */
export function Loading({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div className={styles['lines']} role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} className={styles['bar']} style={{ width: `${90 - ((index * 17) % 40)}%` }} />
      ))}
    </div>
  )
}

interface Query<T> {
  readonly data: T | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

/** The states of a query: loading, failed, and there. What was shown stays while it is asked for again. */
export function Loaded<T>({
  query,
  lines,
  children,
}: {
  readonly query: Query<T>
  readonly lines?: number
  readonly children: (data: T) => ReactNode
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error !== null) return <Failed problem={query.error} onRetry={() => void query.refetch()} />
  return <Loading {...(lines === undefined ? {} : { lines })} />
}
