import { ok } from '@leat/base'
import { type Input, operation, type Operation } from '@leat/rest'
import type { AuditEntry } from '../audit/trail.ts'
import type { ControlContext } from '../context.ts'
import { forbidden } from '../iam/problems.ts'
import { listAuditEvents } from './api.ts'

const LIMIT = 100
/** Events that one request looks at; a search that found too little is gone on with by `before`. */
const SCANNED_MAX = 20_000

type Row = {
  readonly principal: string | null
  readonly method: string
  readonly resource: string | null
  readonly granted: boolean | null
}

export function auditEventOperations(context: ControlContext): Operation[] {
  return [
    operation(listAuditEvents, async ({ caller, query }, signal) => {
      const { organization } = caller
      const permission = { operation: 'Alter', on: 'Organization', scope: { organization } } as const
      if (!context.may(caller, permission)) return forbidden(caller, permission)
      const limit = query.limit === undefined ? LIMIT : Number(query.limit)
      const before = query.before === undefined ? null : Number(query.before)
      const data: object[] = []
      let scanned = 0
      let last: number | null = null
      for await (const entry of context.auditTrail.newestFirst(before, signal)) {
        last = entry.offset
        const event = eventOf(entry)
        if (event !== null && isOf(event, organization)) {
          const row = rowOf(event)
          if (isWanted(row, query)) data.push({ offset: entry.offset, at: textAt(event, 'time'), ...row, event })
        }
        if (++scanned >= SCANNED_MAX || data.length >= limit) break
      }
      const isMore = last !== null && last > 0 && (scanned >= SCANNED_MAX || data.length >= limit)
      return ok({ body: { data, before: isMore ? last : null } })
    }),
  ]
}

type Json = Readonly<Record<string, unknown>>

/** Null: somebody else's record. */
function eventOf({ value }: AuditEntry): Json | null {
  try {
    const event: unknown = JSON.parse(value.toString('utf8'))
    return typeof event === 'object' && event !== null ? (event as Json) : null
  } catch {
    return null
  }
}

/** Sources name the organization; what names none (a port that nobody logged in to) is shown to each. */
function isOf(event: Json, organization: string): boolean {
  const named = /organization=([^/]+)/.exec(textAt(event, 'source'))?.[1]
  return named === undefined || named === organization
}

function rowOf(event: Json): Row {
  const data = objectAt(event, 'data')
  const who = objectAt(data, 'authenticationInfo')
  const granted = objectAt(data, 'authorizationInfo')['granted']
  const login = textAt(who, 'result')
  return {
    principal: principalIn(objectAt(who, 'principal')) ?? (textAt(who, 'identity') || null),
    method: textAt(data, 'methodName') || textAt(event, 'type'),
    resource: textAt(data, 'resourceName') || textAt(event, 'subject') || null,
    granted: typeof granted === 'boolean' ? granted : login === '' ? null : login === 'SUCCESS',
  }
}

/** `User:u-…`, as keys, bindings and ACLs name it. */
function principalIn(who: Json): string | null {
  for (const kind of Object.values(who)) {
    const id = textAt(kind as Json, 'resourceId')
    if (id !== '') return `User:${id}`
  }
  return null
}

type Wanted = Pick<Input<typeof listAuditEvents>['query'], 'principal' | 'method' | 'resource' | 'granted'>

function isWanted(row: Row, { principal, method, resource, granted }: Wanted): boolean {
  const has = (text: string | null, wanted: string | undefined): boolean =>
    wanted === undefined || (text ?? '').toLowerCase().includes(wanted.toLowerCase())
  return (
    has(row.principal, principal) &&
    has(row.method, method) &&
    has(row.resource, resource) &&
    (granted === undefined || String(row.granted) === granted)
  )
}

function objectAt(of: Json, name: string): Json {
  const found = of[name]
  return typeof found === 'object' && found !== null ? (found as Json) : {}
}

function textAt(of: Json, name: string): string {
  const found = of[name]
  return typeof found === 'string' ? found : ''
}
