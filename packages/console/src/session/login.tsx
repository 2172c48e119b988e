import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { ApiProblem } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Failed, Loading } from '../ui/state.tsx'
import { linkToken } from './link.ts'
import styles from './login.module.css'
import { sessionQuery, useLogin } from './session.ts'

/** Shows the page to who is logged in, and the login to everybody else. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const session = useQuery(sessionQuery)
  const link = useLink()
  if (session.data !== undefined) return children
  if (link.isTrying || session.isPending) return <Loading lines={6} />
  if (session.error instanceof ApiProblem && session.error.status === 401) return <LoginForm linkProblem={link.problem} />
  return (
    <div className={styles['center']}>
      <Failed problem={session.error!} onRetry={() => void session.refetch()} />
    </div>
  )
}

function useLink(): { readonly isTrying: boolean; readonly problem: Error | null } {
  const login = useLogin()
  const { mutate } = login
  useEffect(() => {
    if (linkToken !== null) mutate({ link: linkToken })
  }, [mutate])
  return { isTrying: linkToken !== null && (login.isIdle || login.isPending), problem: login.error }
}

function LoginForm({ linkProblem }: { readonly linkProblem: Error | null }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const login = useLogin()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    login.mutate({ email, password })
  }
  const problem = login.error ?? linkProblem
  return (
    <main className={styles['center']}>
      <form className={styles['box']} onSubmit={submit}>
        <img className={styles['logo']} src="/console/icon.svg" alt="" />
        <h1>Log in to Leat</h1>
        <p>The banner of ./leat up shows a link that logs in by itself, and an e-mail with its password. ./leat status shows them again.</p>
        <TextField
          label="E-mail"
          type="email"
          required
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label="Password"
          type="password"
          required
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {problem === null ? null : <Failed problem={problem} />}
        <Button type="submit" kind="primary" busy={login.isPending}>
          Log in
        </Button>
      </form>
    </main>
  )
}
