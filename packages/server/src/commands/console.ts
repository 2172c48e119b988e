import { ask } from '../home/door.ts'
import { socketPath } from '../home/socket-path.ts'
import { complain, EXIT, HOME_OPTIONS, homeOption, parseOptions, say } from './options.ts'
import { findRunning } from './running.ts'

/** `leat console`: a one-time link, asked for at the door that only the owner of the data directory can open. */
export async function run(args: readonly string[]): Promise<number> {
  const values = parseOptions('console', args, HOME_OPTIONS)
  if (!values.ok) return complain(values.error, EXIT.usage)
  const home = homeOption(values.value)
  if (!home.ok) return complain(home.error, EXIT.usage)
  const found = await findRunning(home.value)
  if (found.state !== 'ready') return complain(`no Leat is ready in ${home.value.dir}: ./leat up starts one`, EXIT.notRunning)
  const answer = await ask(socketPath(home.value), 'console-link')
  if (answer?.link === undefined) return complain(answer?.problem ?? 'it has ended meanwhile', EXIT.failed)
  say(answer.link)
  return EXIT.done
}
