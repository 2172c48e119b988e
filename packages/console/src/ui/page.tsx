import { Link, type LinkProps } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import styles from './page.module.css'

export interface PageProps {
  readonly title: string
  readonly sub?: ReactNode
  /** A state, beside the heading. */
  readonly badge?: ReactNode
  /** Of the browser's window, where the heading alone does not tell views apart. */
  readonly windowTitle?: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** The frame of every page: one heading, what can be done here, and the browser's title. */
export function Page({ title, sub, badge, windowTitle = title, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${windowTitle} · Leat`
  }, [windowTitle])
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <div>
          <div className={styles['title']}>
            <h1>{title}</h1>
            {badge}
          </div>
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

/** `fill`: few cards take the whole width. */
export function Cards({ fill = false, children }: { readonly fill?: boolean; readonly children: ReactNode }) {
  return <div className={`${styles['grid']} ${fill ? styles['fill'] : ''}`}>{children}</div>
}

/** The field of a toolbar that takes what is left. */
export const growClass = styles['grow']!

/** A heading with what belongs to it. */
export const sectionClass = styles['section']!

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
    <dl className={styles['facts']}>{rows.map(([name, value]) => [<dt key={`${name} name`}>{name}</dt>, <dd key={name}>{value}</dd>])}</dl>
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
