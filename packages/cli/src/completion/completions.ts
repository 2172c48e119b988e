import type { Command } from '../command.ts'

/** By the words typed so far: what may come next. */
export type Completions = ReadonlyMap<string, readonly string[]>

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
