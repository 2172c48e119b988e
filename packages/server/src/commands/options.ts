import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { type Result, fail, ok } from '@leat/base'
import { isName, locateHome } from '../home/locate.ts'
import type { HomeLayout } from '../home/layout.ts'

/** Exit codes: 0 done, 1 did not work, 2 asked wrongly, 3 nothing runs here (as init scripts say it). */
export const EXIT = { done: 0, failed: 1, usage: 2, notRunning: 3 } as const

export const HOME_OPTIONS = { name: { type: 'string' }, 'data-dir': { type: 'string' } } as const satisfies ParseArgsOptionsConfig

type Values<T extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: T; strict: true }>>['values']

/** The options' values, or a sentence that says what to do. */
export function parseOptions<T extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: T,
): Result<Values<T>, string> {
  try {
    return ok(parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values)
  } catch (error) {
    const known = Object.keys(options)
      .map((name) => `--${name}`)
      .join(' ')
    return fail(`${complaint(error, Object.keys(options))}. leat ${command} knows ${known}; see ./leat ${command} --help`)
  }
}

/** The platform that `--name` or `--data-dir` mean. */
export function homeOption(values: {
  readonly name?: string | undefined
  readonly 'data-dir'?: string | undefined
}): Result<HomeLayout, string> {
  const { name, 'data-dir': dataDir } = values
  if (name !== undefined && dataDir !== undefined) return fail('--name and --data-dir both say where the data lies: give one of them')
  if (name !== undefined && !isName(name)) return fail(`--name ${name}: letters, digits, dot, dash and underscore, at most 64`)
  if (dataDir === '') return fail('--data-dir is empty: give a directory')
  return ok(locateHome({ name, dataDir }))
}

function complaint(error: unknown, known: readonly string[]): string {
  const { code, message } = error as { readonly code?: string; readonly message: string }
  const quoted = /'([^']*)'/.exec(message)?.[1] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const near = nearest(quoted.replace(/^-+/, ''), known)
    return `unknown option ${quoted}${near === null ? '' : ` (did you mean --${near}?)`}`
  }
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `unexpected argument ${quoted}`
  return message.split('\n')[0]!.replace(/\.$/, '')
}

function nearest(wanted: string, known: readonly string[]): string | null {
  return (
    known.find((name) => wanted.length >= 2 && (name.startsWith(wanted) || wanted.startsWith(name) || distance(wanted, name) <= 2)) ?? null
  )
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Ends a command with a sentence on standard error. */
export function complain(text: string, exitCode: number): number {
  process.stderr.write(`leat: ${text}\n`)
  return exitCode
}
