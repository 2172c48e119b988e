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

/** Before or behind the command, for every one. */
const NO_PAGER = '--no-pager'
/** Of the completion scripts; not for people. */
const COMPLETE = '__complete'

/** Runs one command line and answers its exit code. Faults are thrown. */
export async function runCli(words: readonly string[], outside: Outside): Promise<number> {
  const { terminal, signal } = outside
  try {
    const done = await perform(words, outside)
    if (done.ok) return 0
    if (done.error.text !== '') terminal.note(wordingOf(done.error))
    return done.error.exitCode
  } catch (error) {
    if (signal.aborted) {
      terminal.progress('')
      return INTERRUPTED.exitCode
    }
    throw error
  }
}

async function perform(words: readonly string[], outside: Outside): Promise<Result<null, Complaint>> {
  const isPaged = !beforeDashes(words).includes(NO_PAGER)
  const given = isPaged ? words : words.filter((word, at) => word !== NO_PAGER || at >= beforeDashes(words).length)
  const [first] = given
  if (first === COMPLETE) return complete(given.slice(1), outside)
  if (first === '--version' && given.length === 1) {
    const { CLI_VERSION } = await import('./version/number.ts')
    await outside.terminal.write(`leat version ${CLI_VERSION}\n`)
    return ok(null)
  }
  const asked = first === 'help' ? [...given.slice(1), '--help'] : given
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
  return execute(command, input.value, world, isPaged)
}

/** What the completion scripts ask for: ids from the server. What goes wrong there is not worth a word while somebody types. */
async function complete([kind = '', ...typed]: readonly string[], outside: Outside): Promise<Result<null, Complaint>> {
  const [{ completeIds }, world] = await Promise.all([import('./completion/complete-ids.ts'), outside.open()])
  const lines = await completeIds(kind, typed, world)
  if (lines !== '') await outside.terminal.write(lines)
  return ok(null)
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

/** Words behind `--` are no flags. */
function beforeDashes(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--')
  return end === -1 ? words : words.slice(0, end)
}

function wantsHelp(rest: readonly string[]): boolean {
  return beforeDashes(rest).some((word) => word === '--help' || word === '-h')
}

function wordingOf({ text, suggestions }: Complaint): string {
  const advice = suggestions.length === 0 ? '' : `\n\nSuggestions:\n${suggestions.map((one) => `    ${one}`).join('\n')}`
  // Words of a server: what would move the cursor or recolour the terminal is left out.
  return `Error: ${text.replace(/[^\P{Control}\n]/gu, '')}${advice}`
}
