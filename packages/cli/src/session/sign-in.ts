import { fail, ok, type Result } from '@leat/base'
import { type Complaint, complaint } from '../complaint.ts'
import type { ControlCalls } from '@leat/api/calls'
import type { Http } from './http.ts'
import { refusal } from './refusal.ts'
import { unreachable } from './send-call.ts'

export type Credentials =
  | { readonly email: string; readonly password: string; readonly organization?: string }
  | { readonly refreshToken: string; readonly organization: string }

type SessionAnswer = ControlCalls['createSession']['answer']

export interface SessionTokens {
  readonly token: string
  readonly refreshToken: string
  readonly user: SessionAnswer['user']
  readonly organization: SessionAnswer['organization']
}

/** Logs in at the control plane. Whoever calls has made sure that it is a Leat. */
export async function openSession(http: Http, url: string, credentials: Credentials): Promise<Result<SessionTokens, Complaint>> {
  const { organization, ...proof } = credentials
  const answer = await http.send({
    method: 'POST',
    url: new URL('/api/sessions', url),
    headers: {},
    body: JSON.stringify({ ...proof, ...(organization === undefined ? {} : { orgResourceId: organization }) }),
  })
  if (!answer.ok) return fail(unreachable(url, answer.error.reason))
  if (answer.value.status >= 300) return fail(refusal(answer.value))
  const session = JSON.parse(answer.value.text) as SessionAnswer
  return ok({ token: session.token, refreshToken: session.refresh_token, user: session.user, organization: session.organization })
}

/** Hosts of the real cloud: nothing of ours is sent there, whatever answers. */
const REAL_CLOUD = /(^|\.)(confluent\.cloud|confluentgov\.com|confluentgov-internal\.com|cpdev\.cloud)$/i

export function isRealCloud(url: string): boolean {
  return REAL_CLOUD.test(new URL(url).hostname)
}

/** A path of Leat's own. Without credentials it answers 401 in the realm "leat". */
const LEAT_PATH = '/leat/v1/kafka-clusters/any/explanations?principal=User:any'

/** Before any credentials leave: whether it is a Leat that listens there. Null when it is. */
export async function whyNotLeat(http: Http, url: string): Promise<Complaint | null> {
  const { origin } = new URL(url)
  const refused = (reason: string): Complaint =>
    complaint(
      `${origin} is not a Leat: ${reason}`,
      'Nothing was sent there. Without --url, "leat login" logs in to the Leat of this machine.',
    )
  if (isRealCloud(url)) return refused('that is the real cloud, for which there is the "confluent" CLI')
  const answer = await http.send({ method: 'GET', url: new URL(LEAT_PATH, url), headers: {}, body: null })
  if (!answer.ok) return unreachable(url, answer.error.reason)
  const challenge = String(answer.value.headers['www-authenticate'] ?? '')
  return answer.value.status === 401 && /realm="leat"/.test(challenge)
    ? null
    : refused(`it does not answer as one (HTTP status ${answer.value.status})`)
}
