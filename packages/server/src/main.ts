import type { CommandName } from './commands/usage.ts'
import { resolveOwnModules } from './own-modules.ts'

/** Each command is loaded alone: what one does not need costs it nothing. `args` are those after its name; answers the exit code. */
type Command = (args: readonly string[]) => Promise<number>

const COMMANDS: Readonly<Record<CommandName | 'warm', () => Promise<{ readonly run: Command }>>> = {
  up: () => import('./commands/up.ts'),
  status: () => import('./commands/status.ts'),
  down: () => import('./commands/down.ts'),
  env: () => import('./commands/env.ts'),
  console: () => import('./commands/console.ts'),
  control: () => import('./commands/control.ts'),
  confluent: () => import('./commands/confluent.ts'),
  'terraform-env': () => import('./commands/terraform-env.ts'),
  registry: () => import('./commands/registry.ts'),
  doctor: () => import('./commands/doctor.ts'),
  // For the launcher: fills the compile cache after an install, so that the first real start is quick.
  warm: () => import('./commands/warm.ts'),
}

/** Those that serve: what they would say to a reader that has gone is nobody's loss, ending would be. */
const SERVING: ReadonlySet<string | undefined> = new Set(['up', 'registry'])
/** 128 + 13: how the shell tells of a program that SIGPIPE ended. */
const EXIT_SIGPIPE = 141

resolveOwnModules()
for (const stream of [process.stdout, process.stderr]) stream.on('error', readerGone)
process.exitCode = await main(process.argv.slice(2))

async function main([name, ...args]: readonly string[]): Promise<number> {
  const wantsHelp = name === undefined || name === 'help' || name === '--help' || name === '-h'
  if (!wantsHelp && !isCommand(name)) {
    process.stderr.write(`leat: unknown command ${name}; ./leat --help lists them\n`)
    return 2
  }
  // Help after arguments of the stock CLI is the stock CLI's.
  const asksHelp = name === 'confluent' ? args[0] === '--help' : args.includes('--help') || args.includes('-h')
  if (wantsHelp || asksHelp) {
    const { overview, USAGES } = await import('./commands/usage.ts')
    process.stdout.write(!wantsHelp && name in USAGES ? USAGES[name as CommandName].page : overview())
    return 0
  }
  const { run } = await COMMANDS[name]()
  return run(args)
}

function readerGone(error: Error & { readonly code?: string }): void {
  if (error.code !== 'EPIPE') throw error
  if (!SERVING.has(process.argv[2])) process.exit(EXIT_SIGPIPE)
}

function isCommand(name: string): name is keyof typeof COMMANDS {
  return Object.hasOwn(COMMANDS, name)
}
