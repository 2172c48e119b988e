import { ok, type Result } from '@leat/base'
import type { Complaint } from '../complaint.ts'
import type { Session } from '../session/session.ts'
import { userEmails } from '../user/emails.ts'

/** What principals are called, by id: e-mail addresses of users, names of service accounts; those that the login may see. */
export async function principalNames(session: Session): Promise<Result<ReadonlyMap<string, string>, Complaint>> {
  const emails = await userEmails(session)
  if (!emails.ok) return emails
  const accounts = await session.control.all('listIamV2ServiceAccounts', {})
  if (!accounts.ok) return accounts.error.status === 403 ? emails : accounts
  return ok(new Map([...emails.value, ...accounts.value.map(({ id, display_name: name }) => [id, name] as const)]))
}

/** `sa-a1b2c3` is `User:sa-a1b2c3`. */
export function qualified(principal: string): string {
  return principal.includes(':') ? principal : `User:${principal}`
}
