import { fail, ok, type Result } from '@leat/base'
import * as v from 'valibot'
import type { Entries } from './endpoint.ts'
import type { Problem, Source } from './problem.ts'
import { isRule, type Issue, wordingOf } from './wording.ts'

/** Faults named in one answer. */
const FAULTS_MAX = 10
/** Of a pointer or parameter name in an answer: parts of it come from the client. */
const NAME_CHARACTERS_MAX = 200

/** Every parameter by its schema: a string, or a list when it is repeated. Unknown ones are ignored. What does not fit is 400. */
export function validateQuery(entries: Entries, query: URLSearchParams): Result<Readonly<Record<string, unknown>>, Problem> {
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(entries)) {
    const schema = entries[name]!
    const given = query.size === 0 ? [] : query.getAll(name)
    if (given.length === 0) {
      const usual = usualOf(schema)
      if (usual !== null) {
        values[name] = usual.value
        continue
      }
    }
    const parsed = v.safeParse(schema, given.length > 1 ? given : given[0], { abortPipeEarly: true })
    if (!parsed.success) return fail(queryProblem(name, parsed.issues[0]))
    values[name] = parsed.output
  }
  return ok(values)
}

/** By schema of a parameter: what it is when it is absent; null: it is a list or an object, made anew each time, or may not be absent. */
const usuals = new WeakMap<v.GenericSchema, { readonly value: unknown } | null>()

/** Most parameters of most requests are absent, and what that means is always the same. */
function usualOf(schema: v.GenericSchema): { readonly value: unknown } | null {
  let usual = usuals.get(schema)
  if (usual === undefined) {
    const parsed = v.safeParse(schema, undefined)
    const isValue = parsed.success && (typeof parsed.output !== 'object' || parsed.output === null)
    usuals.set(schema, (usual = isValue ? { value: parsed.output } : null))
  }
  return usual
}

/** 400 for what has the wrong type or is missing, 422 for what a rule forbids. The worse of them decides. */
export function validateBody(schema: v.GenericSchema, body: unknown): Result<unknown, Problem> {
  if (body === undefined && !v.is(schema, undefined)) return fail({ status: 400, detail: 'The request needs a body' })
  const parsed = v.safeParse(schema, body, { abortPipeEarly: true })
  if (parsed.success) return ok(parsed.output)
  const issues = parsed.issues.map(innermost)
  const wrongTypes = issues.filter((issue) => !isRule(issue))
  const [first, ...further] = (wrongTypes.length > 0 ? wrongTypes : issues).slice(0, FAULTS_MAX).map(faultOf)
  return fail({ status: wrongTypes.length > 0 ? 400 : 422, ...first!, ...(further.length === 0 ? {} : { further }) })
}

function queryProblem(name: string, issue: Issue): Problem {
  return { status: 400, detail: wordingOf(issue, `query parameter '${name}'`), source: { parameter: name } }
}

function faultOf(issue: Issue): { readonly detail: string; readonly source: Source } {
  const pointer = pointerOf(issue)
  return { detail: wordingOf(issue, pointer === '' ? 'body' : `property '${pointer}'`), source: { pointer } }
}

/** Where all options of a union fail, the one that got furthest says most. */
function innermost(issue: Issue): Issue {
  if (issue.type !== 'union' || issue.issues === undefined) return issue
  const deepest = issue.issues.toSorted((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0))[0]!
  if (deepest.path === undefined) return issue
  const path = [...(issue.path ?? []), ...deepest.path] as NonNullable<Issue['path']>
  return innermost({ ...deepest, path } as Issue)
}

/** RFC 6901. */
function pointerOf(issue: Issue): string {
  const keys = (issue.path ?? []).map((item) => String(item.key).replaceAll('~', '~0').replaceAll('/', '~1'))
  return keys
    .map((key) => `/${key}`)
    .join('')
    .slice(0, NAME_CHARACTERS_MAX)
}
