import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { sessionQuery, useLogout } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { chooseTheme, chosenTheme, type Theme, watchTheme } from '../ui/theme.ts'
import { Crumbs } from './crumbs.tsx'
import { Navigation } from './navigation.tsx'
import styles from './shell.module.css'

/** What stands around every page. */
export function Shell() {
  const [open, setOpen] = useState(false)
  const { pathname } = useLocation()
  const seen = useRef(pathname)
  useEffect(() => {
    setOpen(false)
    // A page that is gone took the focus with it: the next Tab begins in the new one, not at the top.
    if (seen.current !== pathname && document.activeElement === document.body)
      document.getElementById('main')?.focus({ preventScroll: true })
    seen.current = pathname
  }, [pathname])
  return (
    <div className={styles['shell']} onKeyDown={({ key }) => (key === 'Escape' ? setOpen(false) : undefined)}>
      <a className={styles['skip']} href="#main">
        Skip to content
      </a>
      <header className={styles['top']}>
        <Button className={styles['menu']} small aria-expanded={open} aria-controls="navigation" onClick={() => setOpen(!open)}>
          Menu
        </Button>
        <Link to="/" className={styles['brand']}>
          <img src="/console/icon.svg" alt="" />
          Leat
        </Link>
        <Crumbs />
        <div className={styles['account']}>
          <ThemeButton />
          <Account />
        </div>
      </header>
      <nav id="navigation" className={styles['side']} data-open={open} aria-label="Main">
        <Navigation />
        <div className={styles['sideAccount']}>
          <ThemeButton />
          <Account />
        </div>
      </nav>
      <main id="main" className={styles['main']} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' }
const NAME: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' }

function ThemeButton() {
  const theme = useSyncExternalStore(watchTheme, chosenTheme)
  const change = () => chooseTheme(NEXT[theme])
  return (
    <Button small kind="quiet" onClick={change} aria-label={`Theme: ${NAME[theme]}. Change`}>
      Theme: {NAME[theme].toLowerCase()}
    </Button>
  )
}

function Account() {
  const { data } = useQuery(sessionQuery)
  const logout = useLogout()
  return (
    <>
      <span className={styles['user']}>{data?.user.email}</span>
      <Button small busy={logout.isPending} onClick={() => logout.mutate()}>
        Log out
      </Button>
    </>
  )
}
