import { DEFAULT_CONTEXT } from '../state/contract.ts'
import { contextOf, contextText } from '../state/index.ts'

/** A path and query as the endpoints know them. */
export interface Target {
  /** Percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
}

/**
 * `/contexts/{ctx}/…`: the same call within a context, for clients that know of none. The context goes before the subject that the path names (after `subjects`, or after
 * `config` and `mode` at its beginning), or into the query where subjects are named there. What names a context itself stays. Null: the context has a colon in it.
 */
export function inContext({ path, query }: Target): Target | null {
  const [, root, named, ...rest] = path.split('/')
  if (root !== 'contexts' || named === undefined || named === '') return { path, query }
  const context = decoded(named) === null ? null : contextOf(decoded(named)!)
  if (context === null) return null
  if (rest.length === 0) return { path: `/contexts/${encodeURIComponent(context)}`, query }
  const prefix = context === DEFAULT_CONTEXT ? '' : contextText(context)
  const segments = withSubject(rest, prefix)
  return { path: `/${segments.join('/')}`, query: withQuery(segments, query, prefix) }
}

function withSubject(segments: readonly string[], prefix: string): readonly string[] {
  const isSetting = (index: number): boolean => index === 0 && (segments[0] === 'config' || segments[0] === 'mode')
  const within = segments.map((segment, index) => {
    const names = index > 0 && (segments[index - 1] === 'subjects' || isSetting(index - 1))
    return names && !namesContext(decoded(segment) ?? segment) ? encodeURIComponent(prefix) + segment : segment
  })
  const isScope = segments.length === 1 && isSetting(0) && prefix !== ''
  return isScope ? [...within, encodeURIComponent(prefix)] : within
}

function withQuery(segments: readonly string[], query: URLSearchParams, prefix: string): URLSearchParams {
  const isList = segments.length === 1 && (segments[0] === 'subjects' || segments[0] === 'schemas')
  const name = isList ? 'subjectPrefix' : segments[0] === 'schemas' && segments[1] === 'ids' ? 'subject' : null
  if (name === null) return query
  const given = query.get(name) ?? ''
  const changed = new URLSearchParams(query)
  if (!namesContext(given)) changed.set(name, prefix + given)
  return changed
}

/** One context, or all of them. */
function namesContext(text: string): boolean {
  return text.startsWith(':.') || text.startsWith(':*:')
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
