import { Link, type LinkProps } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import styles from './page.module.css'

export interface PageProps {
  readonly title: string
  readonly sub?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** The frame of every page: one heading, what can be done here, and the browser's title. */
export function Page({ title, sub, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Leat`
  }, [title])
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <div>
          <h1>{title}</h1>
          {sub === undefined ? null : <div className={styles['sub']}>{sub}</div>}
        </div>
        {actions === undefined ? null : <div className={styles['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** Fields above a table. */
export function Toolbar({ children }: { readonly children: ReactNode }) {
  return <div className={styles['toolbar']}>{children}</div>
}

export function Cards({ children }: { readonly children: ReactNode }) {
  return <div className={styles['grid']}>{children}</div>
}

export const cardClass = styles['card']!

export function Card({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <section className={cardClass}>
      {title === undefined ? null : <h2>{title}</h2>}
      {children}
    </section>
  )
}

export function Facts({ rows }: { readonly rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={styles['facts']}>
      {rows.map(([name, value]) => [<dt key={`${name} name`}>{name}</dt>, <dd key={name}>{value}</dd>])}
    </dl>
  )
}

export interface Tab {
  readonly label: string
  readonly to: NonNullable<LinkProps['to']>
  readonly params?: Readonly<Record<string, string>>
  readonly exact?: boolean
}

/** Views of one thing; each has an address. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  return (
    <nav className={styles['tabs']} aria-label={label}>
      {tabs.map(({ label: text, to, params, exact = false }) => (
        <Link key={text} to={to} params={params as never} className={styles['tab']} activeOptions={{ exact, includeSearch: false }}>
          {text}
        </Link>
      ))}
    </nav>
  )
}
