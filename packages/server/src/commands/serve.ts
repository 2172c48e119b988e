import { rmSync } from 'node:fs'
import { makeDurableDir } from '@leat/base'
import { nodeClock, nodeFs, nodeNet, nodeRandom, stderrLogger } from '@leat/base/node'
import { banner, jsonLine } from '../banner.ts'
import { homeLayout, PRIVATE_DIR_MODE } from '../home/layout.ts'
import { locateHome } from '../home/locate.ts'
import { takeLock } from '../home/lock.ts'
import { explain } from '../platform/problem.ts'
import type { DataLink } from '../data/link.ts'
import { type Platform, startPlatform } from '../platform/start.ts'
import { complain, EXIT, say } from './options.ts'
import { holderOf } from '../home/port-holder.ts'
import { readUpOptions, type UpOptions } from './up-options.ts'

/** Loaded when a schema comes. */
const schemaThreads = async () => (await import('../registry/schema-threads.ts')).startSchemaThread

/** A stop that takes longer than this, on a disk that hangs for example, is given up: what was acknowledged is recovered at the next start. */
const STOP_MAX_MS = 8000

/** The control thread's side of `up`, from its arguments to its end. Answers the exit code. */
export async function serve(args: readonly string[], data: DataLink): Promise<number> {
  const options = readUpOptions(args)
  if (options.ok) return serveWith(options.value, data)
  await data.end()
  return complain(options.error, EXIT.usage)
}

async function serveWith({ ephemeral, json, platform: options }: UpOptions, data: DataLink): Promise<number> {
  const home = homeLayout(options.dir)
  const fs = nodeFs()
  const clock = nodeClock()
  const logger = stderrLogger({ level: 'info', json: false })
  if (ephemeral) process.once('exit', () => rmSync(home.dir, { recursive: true, force: true }))

  if (ephemeral) fs.mkdirSync(home.dir, PRIVATE_DIR_MODE)
  else makeDurableDir(fs, home.dir, PRIVATE_DIR_MODE)
  const lock = await takeLock(home)
  if (!lock.ok) {
    await data.end()
    return complain(explain({ kind: 'held', dir: home.dir, pid: lock.error.pid }), EXIT.failed)
  }
  await using door = lock.value
  let state: 'starting' | 'ready' | 'stopping' = 'starting'
  const asked = stopAsked()
  const ready = Promise.withResolvers<Platform>()
  door.serve(async (question) => {
    if (question === 'stop') asked.stop('leat down')
    if (question === 'status' || question === 'stop') return { pid: process.pid, state }
    if (state !== 'ready') return { pid: process.pid, state, problem: `it is ${state}` }
    const running = await ready.promise
    const done = question === 'console-link' ? linkOf(running) : await setControl(running, question)
    return { pid: process.pid, state, ...done }
  })

  const outcome = await startPlatform(options, { fs, net: nodeNet(), clock, random: nodeRandom(), logger, data, schemaThreads }).catch(
    async (error: Error) => {
      await data.end()
      logger.event('error', 'start-failed', { reason: error.stack })
      return null
    },
  )
  if (outcome === null) return complain('it did not start; the reason is logged above', EXIT.failed)
  if (!outcome.ok) {
    const { error } = outcome
    return complain(explain(error.kind === 'port-busy' ? { ...error, holder: holderOf(error.port) } : error), EXIT.failed)
  }
  const platform = outcome.value
  state = 'ready'
  ready.resolve(platform)
  say(
    json
      ? jsonLine(platform.run, platform.secrets, platform.consoleLink())
      : banner(platform.run, platform.secrets, {
          readyMs: performance.now(),
          selection: selectionOf(home.dir),
          console: platform.consoleLink(),
        }),
  )

  const end = await Promise.race([asked.why, platform.failed.then((reason) => ({ failed: reason }))])
  if (typeof end === 'object') {
    logger.event('error', 'data-thread-failed', { reason: end.failed })
    return complain('the data thread failed, so all brokers are offline; what was acknowledged is there at the next start', EXIT.failed)
  }
  state = 'stopping'
  logger.event('info', 'stopping', { why: end })
  clock.after(STOP_MAX_MS, () => {
    logger.event('error', 'stop-timed-out', { ms: STOP_MAX_MS })
    process.exit(EXIT.failed)
  })
  await platform.stop()
  logger.event('info', 'stopped', {})
  return EXIT.done
}

/** What the other commands must be told to find this one. */
function selectionOf(dir: string): string {
  return locateHome({}).dir === dir ? '' : ` --data-dir ${dir}`
}

function linkOf(platform: Platform): { readonly link: string } | { readonly problem: string } {
  const link = platform.consoleLink()
  return link === null
    ? { problem: 'the control plane is stopped, or its first user is gone: ./leat control start, or log in as another user' }
    : { link }
}

/** The control plane's switch. What goes wrong is told to whoever asked. */
async function setControl(platform: Platform, question: 'control-stop' | 'control-start'): Promise<{ readonly problem?: string }> {
  try {
    const done = await platform.setControl(question === 'control-stop' ? 'stopped' : 'running')
    return done.ok ? {} : { problem: explain(done.error) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

/** The first wish to stop, with its reason. A second SIGINT does not wait for anything. */
function stopAsked(): { readonly why: Promise<string>; stop(why: string): void } {
  const { promise, resolve } = Promise.withResolvers<string>()
  process.on('SIGTERM', () => resolve('SIGTERM'))
  process.once('SIGINT', () => {
    resolve('SIGINT')
    process.once('SIGINT', () => process.exit(130))
  })
  return { why: promise, stop: resolve }
}
