import { ok, type Result } from '@leat/base'
import type { Complaint } from '../complaint.ts'
import type { Session } from '../session/session.ts'

/** E-mail addresses of the users that the login can see, by id. */
export async function userEmails({ control, login }: Session): Promise<Result<ReadonlyMap<string, string>, Complaint>> {
  const users = await control.all('listIamV2Users', {})
  if (users.ok) return ok(new Map(users.value.map(({ id, email }) => [id, email])))
  return users.error.status === 403 ? ok(new Map([[login.user, login.email]])) : users
}
