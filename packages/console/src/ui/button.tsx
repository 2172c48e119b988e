import type { ComponentProps } from 'react'
import styles from './button.module.css'

export interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: 'plain' | 'primary' | 'danger' | 'quiet'
  readonly small?: boolean
  /** Something is under way: the button waits, and says so to screen readers. */
  readonly busy?: boolean
}

export function Button({ kind = 'plain', small = false, busy = false, className, disabled, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled === true || busy}
      aria-busy={busy}
      className={`${buttonClass(kind, small)} ${className ?? ''}`}
    />
  )
}

function buttonClass(kind: NonNullable<ButtonProps['kind']> = 'plain', small = false): string {
  return [styles['button'], kind === 'plain' ? '' : styles[kind], small ? styles['small'] : ''].join(' ')
}
