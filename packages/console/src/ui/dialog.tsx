import { Dialog as Base } from '@base-ui/react/dialog'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import styles from './dialog.module.css'
import { TextField } from './field.tsx'
import { Reveal } from './reveal.tsx'
import { Failed } from './state.tsx'

export interface DialogProps {
  readonly title: string
  readonly description?: ReactNode
  readonly wide?: boolean
  readonly open: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A question in front of the page. Escape and a click beside it close it; focus stays within. */
export function Dialog({ title, description, wide = false, open, onClose, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Popup className={`${styles['popup']} ${wide ? styles['wide'] : ''}`}>
          <Base.Title className={styles['title']}>{title}</Base.Title>
          {description === undefined ? null : <Base.Description className={styles['description']}>{description}</Base.Description>}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

export interface FormDialogProps extends DialogProps {
  readonly submit: string
  readonly kind?: 'primary' | 'danger'
  readonly busy: boolean
  readonly problem: Error | null
  readonly ready?: boolean
  readonly onSubmit: () => void
}

/** A dialog that does something: fields, what went wrong, cancel, and the one thing that it is for. */
export function FormDialog({ submit, kind = 'primary', busy, problem, ready = true, onSubmit, children, ...dialog }: FormDialogProps) {
  const onForm = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <Dialog {...dialog}>
      <form onSubmit={onForm} style={{ display: 'contents' }}>
        {children}
        {problem === null ? null : (
          <Reveal>
            <Failed problem={problem} />
          </Reveal>
        )}
        <div className={styles['actions']}>
          <Button onClick={dialog.onClose}>Cancel</Button>
          <Button type="submit" kind={kind} busy={busy} disabled={!ready}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Deletes something when its name was typed. */
export function DeleteDialog({
  name,
  what,
  ...rest
}: Omit<FormDialogProps, 'title' | 'submit' | 'kind' | 'ready' | 'children'> & { readonly name: string; readonly what: string }) {
  const [typed, setTyped] = useState('')
  return (
    <FormDialog {...rest} title={`Delete ${what} ${name}?`} submit={`Delete ${what}`} kind="danger" ready={typed === name}>
      <TextField
        label={`Type ${name} to confirm`}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        autoFocus
      />
    </FormDialog>
  )
}
