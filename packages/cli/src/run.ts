import { ok, type Result } from '@leat/base'
import { type Complaint, complaint, INTERRUPTED } from './complaint.ts'
import type { Context } from './context.ts'
import { childrenOf, findCommand } from './grammar/find-command.ts'
import { parseInput } from './grammar/parse.ts'
import { nearest } from './grammar/nearest.ts'

/** All that a command needs from outside: real in `main.ts`, simulated in tests. */
export type World = Omit<Context, 'config' | 'session'>

/** What help needs of it; the rest is opened for a command. */
export interface Outside extends Pick<World, 'terminal' | 'signal'> {
  open(): Promise<World>
}

/** Runs one command line and answers its exit code. Faults are thrown. */
export async function runCli(words: readonly string[], outside: Outside): Promise<number> {
  const { terminal, signal } = outside
  try {
    const done = await perform(words, outside)
    if (done.ok) return 0
    if (done.error.text !== '') terminal.note(wordingOf(done.error))
    return done.error.exitCode
  } catch (error) {
    if (signal.aborted) return INTERRUPTED.exitCode
    throw error
  }
}

async function perform(words: readonly string[], outside: Outside): Promise<Result<null, Complaint>> {
  const asked = words[0] === 'help' ? [...words.slice(1), '--help'] : words
  const found = findCommand(asked)
  if (found.kind === 'unknown') return { ok: false, error: await unknown(found.path, found.word) }
  if (found.kind === 'group') return explain(outside, found.path, found.rest)
  const command = await found.entry.load()
  if (wantsHelp(found.rest)) {
    const { commandPage } = await import('./help/page.ts')
    await outside.terminal.write(commandPage(command))
    return ok(null)
  }
  const input = parseInput(command, found.rest)
  if (!input.ok) return input
  const [{ execute }, world] = await Promise.all([import('./execute.ts'), outside.open()])
  return execute(command, input.value, world)
}

async function explain({ terminal }: Outside, path: string, rest: readonly string[]): Promise<Result<null, Complaint>> {
  const [stray] = rest.filter((word) => word !== '--help' && word !== '-h')
  if (stray !== undefined)
    return { ok: false, error: complaint(`unknown flag: ${stray}`, `See "leat ${path === '' ? '' : `${path} `}--help".`) }
  const { groupPage, overview } = await import('./help/overview.ts')
  await terminal.write(path === '' ? overview() : groupPage(path))
  return ok(null)
}

async function unknown(path: string, word: string): Promise<Complaint> {
  const { PLATFORM_COMMANDS } = await import('./help/platform.ts')
  const name = path === '' ? 'leat' : `leat ${path}`
  if (path === '' && Object.hasOwn(PLATFORM_COMMANDS, word)) return complaint(`"leat ${word}" stands alone`, `See "leat ${word} --help".`)
  const candidates = [...childrenOf(path).keys(), ...(path === '' ? Object.keys(PLATFORM_COMMANDS) : [])]
  const near = nearest(word, candidates)
  const suggestions = near === null ? [] : [`Did you mean "${name} ${near}"?`]
  return complaint(`unknown command "${word}" for "${name}"`, ...suggestions, `See "${name} --help".`)
}

function wantsHelp(rest: readonly string[]): boolean {
  const end = rest.indexOf('--')
  return (end === -1 ? rest : rest.slice(0, end)).some((word) => word === '--help' || word === '-h')
}

function wordingOf({ text, suggestions }: Complaint): string {
  const advice = suggestions.length === 0 ? '' : `\n\nSuggestions:\n${suggestions.map((one) => `    ${one}`).join('\n')}`
  // Words of a server: what would move the cursor or recolour the terminal is left out.
  return `Error: ${text.replace(/[^\P{Control}\n]/gu, '')}${advice}`
}
