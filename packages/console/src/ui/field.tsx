import { type ComponentProps, type ReactNode, useId } from 'react'
import styles from './field.module.css'

interface Described {
  readonly label: string
  readonly hint?: ReactNode
  /** What is wrong with the value, and what to do. */
  readonly error?: string | undefined
  /** The label is read out and not shown: where the place says what it is. */
  readonly labelHidden?: boolean
}

function Described({ id, label, hint, error, labelHidden, children }: Described & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className={styles['field']}>
      {labelHidden === true ? null : (
        <label className={styles['label']} htmlFor={id}>
          {label}
        </label>
      )}
      {children}
      {hint === undefined ? null : (
        <span className={styles['hint']} id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error === undefined ? null : (
        <span className={styles['error']} id={`${id}-error`} role="alert">
          {error}
        </span>
      )}
    </div>
  )
}

function aria(id: string, { label, hint, error, labelHidden }: Described) {
  const by = [hint === undefined ? null : `${id}-hint`, error === undefined ? null : `${id}-error`].filter((one) => one !== null).join(' ')
  return {
    ...(labelHidden === true ? { 'aria-label': label } : {}),
    ...(by === '' ? {} : { 'aria-describedby': by }),
    'aria-invalid': error !== undefined,
  }
}

export function TextField({ label, hint, error, labelHidden, className, ...rest }: Described & Omit<ComponentProps<'input'>, 'id'>) {
  const id = useId()
  const described = { label, hint, error, ...(labelHidden === undefined ? {} : { labelHidden }) }
  return (
    <Described id={id} {...described}>
      <input {...rest} {...aria(id, described)} id={id} className={`${styles['control']} ${className ?? ''}`} />
    </Described>
  )
}

export interface Option {
  readonly value: string
  readonly label: string
}

export function SelectField({
  label,
  hint,
  error,
  labelHidden,
  options,
  className,
  ...rest
}: Described & Omit<ComponentProps<'select'>, 'id'> & { readonly options: readonly Option[] }) {
  const id = useId()
  const described = { label, hint, error, ...(labelHidden === undefined ? {} : { labelHidden }) }
  return (
    <Described id={id} {...described}>
      <select {...rest} {...aria(id, described)} id={id} className={`${styles['control']} ${className ?? ''}`}>
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Described>
  )
}

export function CheckField({
  label,
  hint,
  ...rest
}: { readonly label: string; readonly hint?: string } & Omit<ComponentProps<'input'>, 'id' | 'type'>) {
  const id = useId()
  return (
    <div className={styles['check']}>
      <input {...rest} id={id} type="checkbox" {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })} />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint === undefined ? null : (
          <div className={styles['hint']} id={`${id}-hint`}>
            {hint}
          </div>
        )}
      </div>
    </div>
  )
}
