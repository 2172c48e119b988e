import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { PASSWORD_LENGTH_MAX } from '../passwords.ts'
import { V1Organization, V1User } from '../v1.ts'

/** RFC 3696: longer addresses do not exist. */
const EMAIL_LENGTH_MAX = 320
const TOKEN_LENGTH_MAX = 4096
const ORGANIZATION_LENGTH_MAX = 64

const email = v.pipe(v.string(), v.maxLength(EMAIL_LENGTH_MAX))
const organization = v.pipe(v.string(), v.maxLength(ORGANIZATION_LENGTH_MAX))
const common = { api: 'v1', errors: 'v1' } as const

export const getLoginRealm = endpoint({
  ...common,
  id: 'getLoginRealm',
  method: 'GET',
  path: '/api/login/realm',
  summary: 'How an e-mail logs in: with a password, always',
  access: { kind: 'public' },
  query: { email: v.optional(email), client_id: v.optional(v.string()), org_resource_id: v.optional(organization) },
  returns: { status: 200, schema: v.object({ is_sso: v.boolean(), mfa_required: v.boolean(), realm: v.string() }) },
})

export const createSession = endpoint({
  ...common,
  id: 'createSession',
  method: 'POST',
  path: '/api/sessions',
  summary: 'Log in with e-mail and password, or go on with a refresh token',
  access: { kind: 'public' },
  body: v.object({
    email: v.optional(email, ''),
    password: v.optional(v.pipe(v.string(), v.maxLength(PASSWORD_LENGTH_MAX)), ''),
    refreshToken: v.optional(v.pipe(v.string(), v.maxLength(TOKEN_LENGTH_MAX)), ''),
    orgResourceId: v.optional(organization, ''),
  }),
  returns: {
    status: 200,
    schema: v.object({ token: v.string(), refresh_token: v.string(), user: V1User, organization: V1Organization }),
  },
})

export const deleteSession = endpoint({
  ...common,
  id: 'deleteSession',
  method: 'DELETE',
  path: '/api/sessions',
  summary: 'Log out: the session of this token ends, with all tokens that came from it',
  access: { kind: 'public' },
  body: v.optional(v.object({ idToken: v.optional(v.pipe(v.string(), v.maxLength(TOKEN_LENGTH_MAX)), '') })),
  returns: { status: 200, schema: v.object({}) },
})

export const createAccessToken = endpoint({
  ...common,
  id: 'createAccessToken',
  method: 'POST',
  path: '/api/access_tokens',
  summary: 'A token for the data plane: Kafka REST and what else has an endpoint of its own',
  access: { kind: 'caller' },
  body: v.optional(v.object({})),
  returns: { status: 200, schema: v.object({ token: v.string(), error: v.string() }) },
})

export const getMe = endpoint({
  ...common,
  id: 'getMe',
  method: 'GET',
  path: '/api/me',
  summary: 'Who is logged in, in which organization, with which environments',
  access: { kind: 'caller' },
  returns: {
    status: 200,
    schema: v.object({ user: V1User, organization: V1Organization, accounts: v.array(v.object({ id: v.string(), name: v.string() })) }),
  },
})

export const getFreeTrialInfo = endpoint({
  ...common,
  id: 'getFreeTrialInfo',
  method: 'GET',
  path: '/api/growth/v1/free-trial-info',
  summary: 'Free trials of the organization: there are none',
  access: { kind: 'caller' },
  returns: { status: 200, schema: v.object({ promo_code_claims: v.array(v.object({})) }) },
})

export const createUsage = endpoint({
  id: 'createCliV1Usage',
  api: 'cli/v1',
  errors: 'control',
  method: 'POST',
  path: '/cli/v1/usages',
  summary: "The CLI's report on a command that was run; checked, and not kept",
  access: { kind: 'caller' },
  body: v.object({
    os: v.string(),
    arch: v.string(),
    version: v.string(),
    command: v.string(),
    flags: v.array(v.string()),
    error: v.boolean(),
    stack_frames: v.optional(v.array(v.string())),
  }),
  returns: { status: 204, schema: null },
})
