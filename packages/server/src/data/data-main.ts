import { parentPort } from 'node:worker_threads'
import { assert, type Millis, silentMeter } from '@leat/base'
import { nodeClock, nodeFs, nodeNet, nodeRandom, stderrLogger } from '@leat/base/node'
import { loadNativeCrc32c } from '@leat/wire/records'
import type { Said } from '../link/conversation.ts'
import { serveDataHost } from './host.ts'
import { watchLoop } from './loop-watch.ts'

/**
 * The data thread (decision D5): it loads access, base, wire, log, edge and engine and nothing else, so that requests of clients never
 * wait for REST, certificates or commands.
 */
assert(parentPort !== null, 'data-main.ts runs in a worker')
const port = parentPort

/** Loading native code takes 10 ms, which neither readiness nor the first records wait for: until then JavaScript computes the same. */
const NATIVE_AFTER_START_MS = 1_000 as Millis

const clock = nodeClock()
const logger = stderrLogger({ level: 'info', json: false })

const service = serveDataHost(
  {
    send: (message) => port.postMessage(message),
    onMessage: (handler) => void port.on('message', (message: Said) => handler(message)),
    onClose: (handler) => void port.once('close', () => handler('the control thread is gone')),
  },
  { fs: nodeFs(), net: nodeNet(), clock, random: nodeRandom(), logger, meter: silentMeter },
  // The port alone keeps this thread alive once everything is closed.
  () => port.close(),
)
clock.after(NATIVE_AFTER_START_MS, () => void loadNativeCrc32c())
watchLoop({ clock, logger, hasClients: () => service.connections > 0 })
