import { parentPort } from 'node:worker_threads'
import { assert, silentMeter } from '@leat/base'
import { nodeClock, nodeFs, nodeNet, nodeRandom, stderrLogger } from '@leat/base/node'
import { serveDataHost } from './data-host.ts'
import { watchLoop } from './loop-watch.ts'
import type { ToData } from './messages.ts'

/**
 * Entry of the data thread (decision D5): it loads base, wire, log, edge and engine and nothing else, so that requests of clients never
 * wait for REST, certificates or commands.
 */
assert(parentPort !== null, 'data-thread.ts runs as a worker')
const port = parentPort

const clock = nodeClock()
const logger = stderrLogger({ level: 'info', json: false })
watchLoop({ clock, logger, thread: 'data' })

serveDataHost(
  {
    send: (message) => port.postMessage(message),
    onMessage: (handler) => void port.on('message', (message: ToData) => handler(message)),
    onClose: (handler) => void port.once('close', () => handler('the control thread is gone')),
  },
  { fs: nodeFs(), net: nodeNet(), clock, random: nodeRandom(), logger, meter: silentMeter },
  // The port alone keeps this thread alive once everything is closed.
  () => port.close(),
)
