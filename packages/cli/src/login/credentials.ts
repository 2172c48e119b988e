import { fail, ok, type Result } from '@leat/base'
import { type Complaint, failed, INTERRUPTED } from '../complaint.ts'
import type { Context } from '../context.ts'
import type { LoginTarget } from './target.ts'

export interface Password {
  readonly email: string
  readonly password: string
}

/** Variables, else the first admin of a Leat of this machine, else whoever sits at the terminal. */
export async function credentialsFor(context: Context, { local }: LoginTarget, prompt: boolean): Promise<Result<Password, Complaint>> {
  const { environment, terminal } = context
  if (!prompt) {
    const { email, password } = environment
    if (email !== null && password !== null) return ok({ email, password })
    if (email === null && local !== null && local.password !== null) return ok({ email: local.email, password: local.password })
  }
  if (!terminal.inputIsTerminal)
    return failed(
      'no credentials',
      'Set LEAT_EMAIL and LEAT_PASSWORD (or CONFLUENT_CLOUD_EMAIL and CONFLUENT_CLOUD_PASSWORD), or log in at a terminal.',
    )
  const email = environment.email !== null && !prompt ? environment.email : await terminal.ask('Email: ')
  if (email === null) return fail(INTERRUPTED)
  const password = await terminal.ask('Password: ', { secret: true })
  return password === null ? fail(INTERRUPTED) : ok({ email: email.trim(), password })
}
