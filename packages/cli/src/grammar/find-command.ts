import { COMMANDS, type CommandEntry } from '../generated/commands.ts'
import { GROUPS } from './groups.ts'

export type Found =
  | { readonly kind: 'command'; readonly entry: CommandEntry; readonly rest: readonly string[] }
  /** A noun without a verb: `leat environment`, `leat`. */
  | { readonly kind: 'group'; readonly path: string; readonly rest: readonly string[] }
  /** `word` is none of what may stand after `path`. */
  | { readonly kind: 'unknown'; readonly path: string; readonly word: string }

/** Reads as many words as name a command; flags stand behind them. */
export function findCommand(words: readonly string[]): Found {
  let path = ''
  for (const [i, word] of words.entries()) {
    if (word.startsWith('-')) return { kind: 'group', path, rest: words.slice(i) }
    const next = path === '' ? word : `${path} ${word}`
    const entry = COMMANDS.find((one) => one.path === next)
    if (entry !== undefined) return { kind: 'command', entry, rest: words.slice(i + 1) }
    if (!COMMANDS.some((one) => one.path.startsWith(`${next} `))) return { kind: 'unknown', path, word }
    path = next
  }
  return { kind: 'group', path, rest: [] }
}

/** What may stand after a group's words: its own commands and groups, with their summaries. */
export function childrenOf(path: string): ReadonlyMap<string, string> {
  const children = new Map<string, string>()
  const before = path === '' ? '' : `${path} `
  for (const { path: whole, summary } of COMMANDS) {
    if (!whole.startsWith(before)) continue
    const [word = '', ...deeper] = whole.slice(before.length).split(' ')
    const group = before + word
    children.set(word, deeper.length === 0 ? summary : (GROUPS[group] ?? ''))
  }
  return children
}
