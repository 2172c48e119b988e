import { CLOSED, type LoadChild, OPEN, loadRest, loadStrict } from './load-kinds.ts'
import { type Keywords, keyword, noteKind, placeOf, readBoolean, readInteger } from './loading.ts'
import { type ArrayModel, type Model, NO_ANNOTATIONS, type Rest } from './model.ts'
import { below } from './uri.ts'

export function loadArray(on: Keywords, loadChild: LoadChild): ArrayModel {
  const { isModern, draft } = on.place.document.dialect
  const contains = draft === 'draft-04' ? null : loadStrict(on, 'contains', loadChild)
  // In modern drafts `contains` alone wants one match; without it the two counts say nothing.
  const hasCounts = !isModern || contains !== null
  return {
    ...NO_ANNOTATIONS,
    kind: 'array',
    minItems: readInteger(on, 'minItems'),
    maxItems: readInteger(on, 'maxItems'),
    uniqueItems: readBoolean(on, 'uniqueItems') ?? false,
    ...(draft === '2020-12' ? loadPrefixedItems(on, loadChild) : loadItems(on, loadChild)),
    unevaluatedItems: isModern ? loadStrict(on, 'unevaluatedItems', loadChild) : null,
    contains,
    minContains: hasCounts ? (countOf(on, 'minContains') ?? (isModern ? 1 : null)) : null,
    maxContains: hasCounts ? countOf(on, 'maxContains') : null,
  }
}

interface Items {
  readonly allItems: Model | null
  readonly tuple: readonly Model[]
  readonly additionalItems: Rest
}

/** 2020-12: `prefixItems` is the tuple, `items` what comes after it. */
function loadPrefixedItems(on: Keywords, loadChild: LoadChild): Items {
  const tuple = loadTuple(on, 'prefixItems', loadChild)
  const items = keyword(on, 'items')
  if (items?.kind === 'boolean') return { allItems: null, tuple, additionalItems: items.value ? OPEN : CLOSED }
  const rest = loadStrict(on, 'items', loadChild)
  return tuple.length === 0
    ? { allItems: rest, tuple, additionalItems: OPEN }
    : { allItems: null, tuple, additionalItems: { isPermitted: true, schema: rest } }
}

/** Before: `items` is one schema for all or a tuple, `additionalItems` what comes after a tuple. */
function loadItems(on: Keywords, loadChild: LoadChild): Items {
  const { draft } = on.place.document.dialect
  const additionalItems = loadRest(on, 'additionalItems', loadChild)
  const items = keyword(on, 'items')
  if (items?.kind === 'array') return { allItems: null, tuple: loadTuple(on, 'items', loadChild), additionalItems }
  if (items !== undefined && items.kind !== 'object' && (items.kind !== 'boolean' || draft === 'draft-04')) {
    noteKind(on.loading, placeOf(on, 'items', items), 'a schema or an array of schemas')
    return { allItems: null, tuple: [], additionalItems }
  }
  return { allItems: loadStrict(on, 'items', loadChild), tuple: [], additionalItems }
}

function loadTuple(on: Keywords, key: string, loadChild: LoadChild): Model[] {
  const node = keyword(on, key)
  if (node === undefined) return []
  const place = placeOf(on, key, node)
  if (node.kind !== 'array') {
    noteKind(on.loading, place, 'an array of schemas')
    return []
  }
  return node.items.map((item, index) => loadChild(on, { ...place, node: item, path: below(place.path, index) }))
}

/** These two are no keywords of the older drafts: what is no number says nothing there. */
function countOf(on: Keywords, key: string): number | null {
  if (on.place.document.dialect.isModern) return readInteger(on, key)
  const node = keyword(on, key)
  return node?.kind === 'number' ? Math.trunc(Number(node.text)) : null
}
