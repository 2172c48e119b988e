import { nodeFs } from '@leat/base/node'
import { ask } from '../home/door.ts'
import { readIdentity, saveControlStopped } from '../home/identity.ts'
import type { HomeLayout } from '../home/layout.ts'
import { takeLock } from '../home/lock.ts'
import { socketPath } from '../home/socket-path.ts'
import { explain } from '../platform/problem.ts'
import { complain, EXIT, HOME_OPTIONS, homeOption, parseOptions, say } from './options.ts'
import { findRunning } from './running.ts'

/** `leat control stop|start`: the switch of the control plane. It holds over restarts; data planes serve on. */
export async function run([action, ...args]: readonly string[]): Promise<number> {
  if (action !== 'stop' && action !== 'start') return complain('control: stop or start; see ./leat control --help', EXIT.usage)
  const values = parseOptions('control', args, HOME_OPTIONS)
  if (!values.ok) return complain(values.error, EXIT.usage)
  const home = homeOption(values.value)
  return home.ok ? turn(home.value, action) : complain(home.error, EXIT.usage)
}

async function turn(home: HomeLayout, action: 'stop' | 'start'): Promise<number> {
  const found = await findRunning(home)
  switch (found.state) {
    case 'absent':
      return complain(`there is no Leat in ${home.dir}: ./leat up makes one`, EXIT.notRunning)
    case 'stopped':
      return keep(home, action)
    case 'starting':
    case 'stopping':
      return complain(`process ${found.pid} is ${found.state}: try again`, EXIT.failed)
    case 'ready': {
      const answer = await ask(socketPath(home), action === 'stop' ? 'control-stop' : 'control-start')
      if (answer === null) return complain('it has ended meanwhile', EXIT.failed)
      if (answer.problem !== undefined) return complain(answer.problem, EXIT.failed)
      return done(action, 'Kafka clusters serve on.')
    }
  }
}

/** Nothing runs: the next start finds it so. */
async function keep(home: HomeLayout, action: 'stop' | 'start'): Promise<number> {
  const fs = nodeFs()
  const identity = readIdentity(fs, home)
  if (!identity.ok) return complain(explain(identity.error), EXIT.failed)
  const lock = await takeLock(home)
  if (!lock.ok) return complain(explain({ kind: 'held', dir: home.dir, pid: lock.error.pid }), EXIT.failed)
  await using _held = lock.value
  saveControlStopped(fs, home, action === 'stop')
  return done(action, 'It holds from the next ./leat up on.')
}

function done(action: 'stop' | 'start', rest: string): number {
  say(action === 'stop' ? `Control plane stopped. ${rest}` : 'Control plane started.')
  return EXIT.done
}
