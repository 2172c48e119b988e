import { assert } from '@leat/base'
import type { Operation } from './endpoint.ts'
import type { HttpRequest, Method } from './http.ts'
import { pathTrie } from './path-trie.ts'
import type { ErrorForm } from './problem.ts'

/** An API that exists in the cloud and not here, or the form of errors below a prefix. */
export interface PathForm {
  /** Whole segments: `/kafka/v3` covers `/kafka/v3/clusters` and not `/kafka/v30`. */
  readonly prefix: string
  readonly form: ErrorForm
}

export interface AbsentApi extends PathForm {
  readonly detail: string
}

export type Routing =
  | { readonly kind: 'found'; readonly operation: Operation; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'wrong-method'; readonly allow: readonly (Method | 'HEAD' | 'OPTIONS')[]; readonly form: ErrorForm }
  | { readonly kind: 'bad-encoding'; readonly form: ErrorForm }
  | { readonly kind: 'absent'; readonly api: AbsentApi }
  | { readonly kind: 'unknown'; readonly form: ErrorForm }

export interface RouteTable {
  readonly operations: readonly Operation[]
  readonly forms: readonly PathForm[]
  readonly absent: readonly AbsentApi[]
  readonly pathSegmentsMax: number
}

type ByMethod = Map<Method, Operation>

/** The CLI keeps the path of its login URL (`/confluent.cloud`) in some calls and puts `/api` before the paths of the newer APIs. */
const PREFIXES = ['/confluent.cloud/', '/api/']

/** Throws when two operations share a method and path. */
export function routesOf(table: RouteTable): (method: HttpRequest['method'], path: string) => Routing {
  const trie = pathTrie<ByMethod>()
  for (const operation of table.operations) {
    const { method, path } = operation.endpoint
    const methods = trie.at(path, () => new Map())
    assert(!methods.has(method), `two operations for ${method} ${path}`)
    methods.set(method, operation)
  }

  return (method, path) => {
    const candidates = candidatesOf(path)
    for (const candidate of candidates) {
      const segments = segmentsOf(candidate, table.pathSegmentsMax)
      if (segments === null) return { kind: 'bad-encoding', form: formOf(table.forms, candidates) }
      const matches = trie.find(segments)
      if (matches.length === 0) continue
      for (const match of matches) {
        const operation = match.value.get(method === 'HEAD' ? 'GET' : (method as Method))
        if (operation !== undefined) return { kind: 'found', operation, params: paramsOf(operation, match.values) }
      }
      return wrongMethod(matches.map((match) => match.value))
    }
    const api = longest(table.absent, candidates)
    return api === null ? { kind: 'unknown', form: formOf(table.forms, candidates) } : { kind: 'absent', api }
  }
}

/** The path itself first, then without each prefix in turn. */
function candidatesOf(path: string): readonly string[] {
  const candidates = [path]
  let rest = path
  for (const prefix of PREFIXES) {
    if (!rest.startsWith(prefix)) continue
    rest = rest.slice(prefix.length - 1)
    candidates.push(rest)
  }
  return candidates
}

/** Decoded once. Null: not valid percent-encoding of UTF-8. A path too long fits nothing. */
function segmentsOf(path: string, segmentsMax: number): readonly string[] | null {
  const raw = path.slice(1).split('/', segmentsMax + 1)
  if (raw.length > segmentsMax) return []
  if (!path.includes('%')) return raw
  try {
    return raw.map((segment) => (segment.includes('%') ? decodeURIComponent(segment) : segment))
  } catch {
    return null
  }
}

function paramsOf(operation: Operation, values: readonly string[]): Readonly<Record<string, string>> {
  const params: Record<string, string> = {}
  operation.endpoint.params.forEach((name, index) => (params[name] = values[index]!))
  return params
}

function wrongMethod(found: readonly ByMethod[]): Routing {
  const allow = new Set<Method | 'HEAD' | 'OPTIONS'>(found.flatMap((methods) => [...methods.keys()]))
  if (allow.has('GET')) allow.add('HEAD')
  const [first] = found[0]!.values()
  return { kind: 'wrong-method', allow: [...allow.add('OPTIONS')].sort(), form: first!.endpoint.errors }
}

/** What is left after the prefixes says more than the prefixes: `/api/kafka/v3/…` words its errors as `/kafka/v3` does. */
function formOf(forms: readonly PathForm[], candidates: readonly string[]): ErrorForm {
  return longest(forms, candidates)?.form ?? 'control'
}

function longest<T extends PathForm>(entries: readonly T[], candidates: readonly string[]): T | null {
  for (const path of candidates.toReversed()) {
    const covering = entries.filter(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))
    const [best] = covering.toSorted((a, b) => b.prefix.length - a.prefix.length)
    if (best !== undefined) return best
  }
  return null
}
