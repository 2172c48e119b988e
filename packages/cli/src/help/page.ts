import type { Command, Flag } from '../command.ts'
import { placeholder } from '../grammar/parse.ts'

/** What `--help` shows of one command. */
export function commandPage(command: Command): string {
  const { path, summary, more, args = [], flags, examples } = command
  const words = args.map((argument) => ` ${placeholder(argument)}`).join('')
  const parts = [more === undefined ? summary : `${summary}\n\n${more}`, `Usage:\n  leat ${path}${words} [flags]`]
  if (args.length > 0) parts.push(`Arguments:\n${table(args.map(({ name, summary: about }) => [`<${name}>`, about]))}`)
  if (examples.length > 0) parts.push(`Examples:\n${examples.map(({ does, line }) => `  ${does}\n    leat ${line}`).join('\n')}`)
  const named = Object.entries(flags).sort(([, a], [, b]) => Number(b.required === true) - Number(a.required === true))
  parts.push(
    `Flags:\n${table([...named.map(([name, flag]) => [flagUsage(name, flag), aboutFlag(flag)] as const), ['  -h, --help', 'Show this.']])}`,
  )
  return `${parts.join('\n\n')}\n`
}

function flagUsage(name: string, flag: Flag): string {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `
  const kind = { text: ' TEXT', number: ' NUMBER', switch: '', list: ' TEXT,...' }[flag.type]
  return `  ${short}--${name}${kind}`
}

function aboutFlag({ summary, choices, default: initial, required }: Flag): string {
  const oneOf = choices === undefined ? '' : ` One of ${choices.join(', ')}.`
  const unless = initial === undefined ? '' : ` (default ${initial})`
  return `${required === true ? 'REQUIRED: ' : ''}${summary}${oneOf}${unless}`
}

/** Two columns; the second stays aligned. */
export function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.trimStart().length))
  const indented = Math.max(...rows.map(([left]) => left.length))
  return rows
    .map(([left, right]) => (left.startsWith('  ') ? `${left.padEnd(indented)}  ${right}` : `  ${left.padEnd(width)}  ${right}`))
    .join('\n')
}
