import { endpoint } from '@leat/rest'
import * as v from 'valibot'

const LEAT = { api: 'leat/v1', errors: 'control' } as const
/** People alone: keys have no session. */
const CONSOLE = { api: 'leat/console/v1', errors: 'control' } as const
const SESSION = '/leat/v1/console/session'
const TEXT_LENGTH_MAX = 1_024

const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(TEXT_LENGTH_MAX))

const ConsoleSession = v.object({
  user: v.object({ id: v.string(), email: v.string(), full_name: v.string() }),
  organization: v.object({ id: v.string(), display_name: v.string() }),
  expires_at: v.string(),
  /** On the machine of this Leat; null when clients trust its certificate anyway. */
  ca_file: v.nullable(v.string()),
})

/** With e-mail and password, or with the one-time link of this start. The session is an HttpOnly cookie. */
export const createConsoleSession = endpoint({
  ...CONSOLE,
  id: 'createConsoleSession',
  method: 'POST',
  path: SESSION,
  summary: 'Log in to the console',
  access: { kind: 'public' },
  body: v.union([v.object({ email: Text, password: Text }), v.object({ link: Text })]),
  returns: { status: 200, schema: ConsoleSession },
})

export const getConsoleSession = endpoint({
  ...CONSOLE,
  id: 'getConsoleSession',
  method: 'GET',
  path: SESSION,
  summary: 'Who is logged in',
  access: { kind: 'caller' },
  returns: { status: 200, schema: ConsoleSession },
})

export const deleteConsoleSession = endpoint({
  ...CONSOLE,
  id: 'deleteConsoleSession',
  method: 'DELETE',
  path: SESSION,
  summary: 'Log out of the console',
  access: { kind: 'caller' },
  returns: { status: 204, schema: null },
})

const AUDIT_EVENTS_MAX = 500

const AuditEvent = v.object({
  offset: v.number(),
  at: v.string(),
  principal: v.nullable(v.string()),
  method: v.string(),
  resource: v.nullable(v.string()),
  granted: v.nullable(v.boolean()),
  /** The whole event, as it stands in the topic. */
  event: v.unknown(),
})

/** Newest first. `before`: only what is older than this offset; every text must occur in its field. */
export const listAuditEvents = endpoint({
  ...LEAT,
  id: 'listAuditEvents',
  method: 'GET',
  path: '/leat/v1/audit-events',
  summary: 'List audit events, newest first',
  access: { kind: 'may', operation: 'Alter', on: 'Organization' },
  query: {
    before: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/))),
    limit: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^\d{1,3}$/),
        v.check((text) => Number(text) >= 1 && Number(text) <= AUDIT_EVENTS_MAX),
      ),
    ),
    principal: v.optional(Text),
    method: v.optional(Text),
    resource: v.optional(Text),
    granted: v.optional(v.picklist(['true', 'false'])),
  },
  returns: { status: 200, schema: v.object({ data: v.array(AuditEvent), before: v.nullable(v.number()) }) },
})
