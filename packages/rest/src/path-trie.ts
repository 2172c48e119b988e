import { assert } from '@leat/base'

/** Paths by segment. A literal is tried before a parameter, a parameter with a longer literal end before one with a shorter. */
export interface PathTrie<T> {
  /** The value at a path template, made when it is new. */
  at(template: string, make: () => T): T
  /** All templates that fit these decoded segments, the most specific first, with the values of their parameters in order. */
  find(segments: readonly string[]): readonly PathMatch<T>[]
}

export interface PathMatch<T> {
  readonly value: T
  readonly values: readonly string[]
}

interface Node<T> {
  readonly literals: Map<string, Node<T>>
  /** `{id}` has the suffix ''; `{id}:cancel` the suffix ':cancel'. Longest first. */
  readonly parameters: { readonly suffix: string; readonly node: Node<T> }[]
  value: T | null
}

const PARAMETER = /^\{[a-z_]+\}([^{}]*)$/

export function pathTrie<T>(): PathTrie<T> {
  const root = emptyNode<T>()
  return {
    at(template, make) {
      assert(template.startsWith('/'), `a path starts with /: ${template}`)
      let node = root
      for (const segment of template.slice(1).split('/')) node = childOf(node, segment)
      node.value ??= make()
      return node.value
    },
    find(segments) {
      const matches: PathMatch<T>[] = []
      // Of the parameters above the node that is visited.
      const values: string[] = []
      // Visits each node once at most: its depth is the position in the path.
      const walk = (node: Node<T>, depth: number): void => {
        const segment = segments[depth]
        if (segment === undefined) {
          if (node.value !== null) matches.push({ value: node.value, values: [...values] })
          return
        }
        const literal = node.literals.get(segment)
        if (literal !== undefined) walk(literal, depth + 1)
        for (const { suffix, node: next } of node.parameters) {
          if (segment.length <= suffix.length || !segment.endsWith(suffix)) continue
          values.push(segment.slice(0, segment.length - suffix.length))
          walk(next, depth + 1)
          values.pop()
        }
      }
      walk(root, 0)
      return matches
    },
  }
}

function emptyNode<T>(): Node<T> {
  return { literals: new Map(), parameters: [], value: null }
}

function childOf<T>(node: Node<T>, segment: string): Node<T> {
  const suffix = PARAMETER.exec(segment)?.[1]
  if (suffix === undefined) {
    assert(!/[{}]/.test(segment), `a segment is a literal, or a parameter with a literal end: ${segment}`)
    const known = node.literals.get(segment) ?? emptyNode<T>()
    node.literals.set(segment, known)
    return known
  }
  const known = node.parameters.find((parameter) => parameter.suffix === suffix)
  if (known !== undefined) return known.node
  const child = emptyNode<T>()
  node.parameters.push({ suffix, node: child })
  node.parameters.sort((a, b) => b.suffix.length - a.suffix.length)
  return child
}
