import { useState } from 'react'
import { after } from './clock.ts'
import { Button } from './button.tsx'
import styles from './copy.module.css'

function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    after(1_500, () => setCopied(false))
  }
  return (
    <Button small onClick={() => void copy()} aria-label={`Copy ${what}`}>
      {copied ? 'Copied' : 'Copy'}
    </Button>
  )
}

/** A value to take along. */
export function CopyText({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <span className={styles['copy']}>
      <code title={text}>{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  )
}

/** Code to take along. */
export function CopyBlock({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <div className={styles['block']}>
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <span className={styles['corner']}>
        <CopyButton text={text} what={what} />
      </span>
    </div>
  )
}
