/** `leat` for everything that is done in a Leat. The composition root of the CLI: it alone reads variables and makes real ports. */
import { environmentOf } from './node/environment.ts'
import { nodeTerminal } from './node/terminal.ts'
import { runCli, type World } from './run.ts'

const EXIT_INTERRUPTED = 130

const interrupt = new AbortController()
process.on('SIGINT', () => {
  if (terminal.isPaging) return
  // The second one does not wait.
  if (interrupt.signal.aborted) process.exit(EXIT_INTERRUPTED)
  interrupt.abort()
})
process.on('SIGTERM', () => interrupt.abort())

const { signal } = interrupt
const terminal = nodeTerminal(signal)
// The clock's timers do not hold a process that has nothing else to wait for; while a command runs, this does.
// oxlint-disable-next-line no-restricted-globals -- nothing is done when it comes
const running = setInterval(() => {}, 2 ** 31 - 1)
try {
  process.exitCode = await runCli(process.argv.slice(2), { terminal, signal, open: openWorld })
} catch (error) {
  terminal.note(`Error: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
} finally {
  clearInterval(running)
  terminal[Symbol.dispose]()
}

/** Help does without. */
async function openWorld(): Promise<World> {
  const { nodeClock, nodeFs, nodeNet, nodeRandom } = await import('@leat/base/node')
  // oxlint-disable-next-line no-restricted-properties -- as the server's main, for the CLI
  const environment = environmentOf(process.env)
  return { terminal, environment, clock: nodeClock(), random: nodeRandom(), fs: nodeFs(), net: nodeNet(), signal }
}
