import type { Command } from '../command.ts'

/** By the words typed so far: what may come next. */
export type Completions = ReadonlyMap<string, readonly string[]>

/** What a script of a shell is made from. */
export interface Grammar {
  readonly next: Completions
  /** By command: what its arguments are ids of. */
  readonly argumentIds: Readonly<Record<string, string>>
  /** By flag, without dashes: what its value is the id of. */
  readonly flagIds: Readonly<Record<string, string>>
  /** Flags that take no value, with dashes. */
  readonly switches: readonly string[]
}

/** A name that takes a value in one command counts as such in all. */
export function switchesOf(commands: readonly Command[]): readonly string[] {
  const words = commands.flatMap(({ flags }) =>
    Object.entries(flags).flatMap(([name, { type, short }]) =>
      [`--${name}`, ...(short === undefined ? [] : [`-${short}`])].map((word) => ({ word, isSwitch: type === 'switch' })),
    ),
  )
  const valued = new Set(words.flatMap(({ word, isSwitch }) => (isSwitch ? [] : [word])))
  return [...new Set(words.map(({ word }) => word))].filter((word) => !valued.has(word)).sort()
}

export function completionsOf(commands: readonly Command[], platformCommands: readonly string[]): Completions {
  const next = new Map<string, Set<string>>([['', new Set(platformCommands)]])
  for (const { path, flags } of commands) {
    const words = path.split(' ')
    for (const [i, word] of words.entries()) {
      const before = words.slice(0, i).join(' ')
      const known = next.get(before) ?? new Set()
      next.set(before, known.add(word))
    }
    next.set(path, new Set([...Object.keys(flags).map((flag) => `--${flag}`), '--help']))
  }
  return new Map([...next].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, words]) => [path, [...words].sort()]))
}
