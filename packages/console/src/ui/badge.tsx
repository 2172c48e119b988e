import type { ReactNode } from 'react'
import styles from './badge.module.css'

export type Tone = 'plain' | 'good' | 'warn' | 'bad'

/** A state in a word. The word says it too: colour alone says nothing to some. */
export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`${styles['badge']} ${tone === 'plain' ? '' : styles[tone]}`}>{children}</span>
}
