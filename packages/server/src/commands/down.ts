import { nodeFs } from '@leat/base/node'
import { askToStop } from '../home/door.ts'
import type { HomeLayout } from '../home/layout.ts'
import { takeLock } from '../home/lock.ts'
import { socketPath } from '../home/socket-path.ts'
import { explain } from '../platform/problem.ts'
import { complain, EXIT, HOME_OPTIONS, homeOption, parseOptions, say } from './options.ts'

/** More than `up` gives itself. */
const STOP_WAIT_MS = 10_000

export async function run(args: readonly string[]): Promise<number> {
  const values = parseOptions('down', args, { ...HOME_OPTIONS, wipe: { type: 'boolean' } })
  if (!values.ok) return complain(values.error, EXIT.usage)
  const home = homeOption(values.value)
  return home.ok ? down(home.value, values.value.wipe ?? false) : complain(home.error, EXIT.usage)
}

async function down(home: HomeLayout, wipe: boolean): Promise<number> {
  const fs = nodeFs()
  if (fs.statSync(home.dir) === null) {
    say(`There is no Leat in ${home.dir}.`)
    return EXIT.done
  }
  const stopped = await askToStop(socketPath(home), STOP_WAIT_MS)
  if (stopped !== null && !stopped.ended) {
    return complain(
      `process ${stopped.pid} did not stop within ${STOP_WAIT_MS / 1000} s: end it with kill -9 ${stopped.pid}; the next start recovers`,
      EXIT.failed,
    )
  }
  say(stopped === null ? 'Leat was not running.' : `Leat stopped (process ${stopped.pid}).`)
  return wipe ? wipeData(home) : EXIT.done
}

/** Only what is certainly a platform's directory is removed, and only while nobody else has it. */
async function wipeData(home: HomeLayout): Promise<number> {
  const fs = nodeFs()
  if (fs.statSync(home.dir) === null) return EXIT.done
  if (fs.statSync(home.identity) === null)
    return complain(`${home.dir} holds no leat.json, so it is not a platform's directory: nothing was removed`, EXIT.failed)
  const lock = await takeLock(home)
  if (!lock.ok) return complain(explain({ kind: 'held', dir: home.dir, pid: lock.error.pid }), EXIT.failed)
  await using _held = lock.value
  fs.removeSync(home.dir)
  say(`Removed ${home.dir}.`)
  return EXIT.done
}
