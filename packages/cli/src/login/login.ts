import { type Complaint, failed } from '../complaint.ts'
import { command } from '../command.ts'
import { type Config, type LoginContext, NEW_CONTEXT, withContext } from '../config/model.ts'
import type { Context } from '../context.ts'
import { httpFor } from '../session/open.ts'
import { openSession, type SessionTokens, whyNotLeat } from '../session/sign-in.ts'
import { claimsOf, purposeOf } from '../session/tokens.ts'
import { fail } from '@leat/base'
import { text } from '../view.ts'
import { credentialsFor, type Password } from './credentials.ts'
import { firstEnvironment } from './first-environment.ts'
import { loginTarget, type LoginTarget } from './target.ts'

export const login = command({
  path: 'login',
  summary: 'Log in to a Leat.',
  more: `Without --url it is the Leat of this machine, in the name of its first admin. Other credentials come from LEAT_EMAIL and LEAT_PASSWORD (or
CONFLUENT_CLOUD_EMAIL and CONFLUENT_CLOUD_PASSWORD), else they are asked for. They are sent to nothing that is not a Leat.`,
  flags: {
    url: { type: 'text', summary: 'Control plane of another Leat.' },
    name: { type: 'text', summary: 'Which Leat of this machine, as in "leat up --name".' },
    'certificate-authority-path': { type: 'text', summary: 'PEM file of the certificate authority to trust.' },
    organization: { type: 'text', summary: 'Organization ID.' },
    save: { type: 'switch', summary: 'Keep the password, encrypted, so that the login renews itself.' },
    prompt: { type: 'switch', summary: 'Ask for credentials, whatever else is set.' },
  },
  examples: [
    { does: 'Log in to the Leat of this machine.', line: 'login --save' },
    { does: 'Log in to another one.', line: 'login --url https://leat.example.org:9021 --certificate-authority-path ca.pem' },
  ],
  async run(context, { flags }) {
    const target = loginTarget(context, flags)
    if (!target.ok) return target
    const { url, caFile } = target.value
    using http = httpFor(caFile, context)
    const stranger = await whyNotLeat(http, url)
    if (stranger !== null) return fail(stranger)
    const credentials = await credentialsFor(context, target.value, flags.prompt === true)
    if (!credentials.ok) return credentials
    const { organization } = flags
    const session = await openSession(http, url, { ...credentials.value, ...(organization === undefined ? {} : { organization }) })
    if (!session.ok) return fail(wrongPassword(session.error))
    if (claimsOf(session.value.token)['iss'] !== 'leat') return failed(`${url} is not a Leat: its token is from another issuer`)
    const environment = await firstEnvironment(http, url, session.value.token)
    if (!environment.ok) return environment
    const kept = keep(context, target.value, credentials.value, session.value, environment.value?.id ?? null, flags.save === true)
    const { organization: org } = session.value
    const welcome = `Logged in as "${kept.email}" for organization "${org.resource_id}" ("${org.name}").`
    return text(kept.environment === null ? welcome : `${welcome}\nUsing environment "${kept.environment}".`)
  },
})

function keep(
  { config }: Context,
  { url, caFile }: LoginTarget,
  { email, password }: Password,
  { token, refreshToken, user, organization }: SessionTokens,
  environment: string | null,
  save: boolean,
): LoginContext {
  const name = `login-${email}-${url}`
  const whose = { name, url, email }
  const secrets = {
    sealedToken: config.seal(purposeOf(whose, 'token'), token),
    sealedRefreshToken: config.seal(purposeOf(whose, 'refresh token'), refreshToken),
    ...(save ? { sealedPassword: config.seal(purposeOf(whose, 'password'), password) } : {}),
  }
  const base: LoginContext = {
    ...NEW_CONTEXT,
    name,
    url,
    caFile,
    email,
    user: user.resource_id,
    organization: organization.resource_id,
    environment,
  }
  const next = (all: Config): LoginContext => {
    const known = Object.values(all.contexts).find((one) => one.url === url && one.email === email)
    // Another organization at the same address is another Leat: a new data directory. What was current there means nothing here.
    const same = known !== undefined && known.organization === base.organization
    return same ? { ...known, caFile, user: base.user, ...secrets } : { ...base, name: known?.name ?? name, ...secrets }
  }
  config.change((all) => {
    const context = next(all)
    return { ...withContext(all, context), currentContext: context.name }
  })
  return next(config.read())
}

function wrongPassword(refused: Complaint): Complaint {
  if (refused.status !== 401 && refused.status !== 403) return refused
  return {
    ...refused,
    suggestions: ['"leat login --prompt" asks for e-mail and password; of a Leat of this machine, "leat env" prints them.'],
  }
}
