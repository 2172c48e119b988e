import { childrenOf } from '../grammar/find-command.ts'
import { GROUPS } from '../grammar/groups.ts'
import { table } from './page.ts'
import { PLATFORM_COMMANDS } from './platform.ts'

/** `leat --help`: what runs a Leat, and what is done in it. */
export function overview(): string {
  return `Leat: a managed streaming cloud on your own machine, in one process

Run it:
${table(Object.entries(PLATFORM_COMMANDS))}

Work in it:
${table([...childrenOf('')])}

"leat COMMAND --help" shows what a command takes, with examples.
What is longer than the screen is shown by LEAT_PAGER, PAGER or less; with --no-pager it is not.
`
}

/** `leat environment --help` */
export function groupPage(path: string): string {
  return `${GROUPS[path] ?? ''}

Usage:
  leat ${path} [command]

Commands:
${table([...childrenOf(path)])}

"leat ${path} COMMAND --help" shows what a command takes, with examples.
`
}
