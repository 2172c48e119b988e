import { memoryMeter } from '@leat/base'
import { nodeClock, nodeFs, nodeNet, nodeRandom, stderrLogger } from '@leat/base/node'
import { ConnectFault } from '@leat/client/socket'
import { PROMOTE_HEADER, PROMOTE_PATH } from '@leat/registry/node'
import { peerDoor } from '../registry/standalone/ask-peer.ts'
import { openStandalone } from '../registry/standalone/open-standalone.ts'
import { readProperties } from '../registry/standalone/properties.ts'
import { readSettings, unknownProperties } from '../registry/standalone/settings.ts'
import { complain, EXIT, parseOptions, say } from './options.ts'

const OPTIONS = {
  config: { type: 'string' },
  bootstrap: { type: 'string' },
  listen: { type: 'string' },
  anonymous: { type: 'boolean' },
  'host-name': { type: 'string' },
  'host-port': { type: 'string' },
  'allow-host': { type: 'string', multiple: true },
  topic: { type: 'string' },
  'replication-factor': { type: 'string' },
  group: { type: 'string' },
  eligible: { type: 'string' },
  sticky: { type: 'string' },
  user: { type: 'string' },
  password: { type: 'string' },
  tls: { type: 'boolean' },
  ca: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  'peer-ca': { type: 'string' },
  'behaves-as': { type: 'string' },
  json: { type: 'boolean' },
} as const

/** Where a password is told that the list of processes must not show. */
const PASSWORD_VARIABLE = 'LEAT_REGISTRY_PASSWORD'
const STOP_MS_MAX = 8_000

export async function run([first, ...rest]: readonly string[]): Promise<number> {
  return first === 'promote' ? promote(rest) : serve(first === undefined ? [] : [first, ...rest])
}

async function serve(args: readonly string[]): Promise<number> {
  const parsed = parseOptions('registry', args, OPTIONS)
  if (!parsed.ok) return complain(parsed.error, EXIT.usage)
  const { json = false, tls, anonymous, config, ...given } = parsed.value
  const fs = nodeFs()
  const logger = stderrLogger({ level: 'info', json: false })
  let properties: ReadonlyMap<string, string> = new Map()
  if (config !== undefined) {
    try {
      properties = readProperties(fs.readFileSync(config).toString('utf8'))
    } catch (error) {
      return complain(`--config ${config}: ${error instanceof Error ? error.message : String(error)}`, EXIT.failed)
    }
  }
  const password = given.password ?? (given.user === undefined ? undefined : process.env[PASSWORD_VARIABLE])
  const settings = readSettings(
    { ...given, password, tls: tls === true ? 'true' : undefined, anonymous: anonymous === true ? 'true' : undefined },
    properties,
  )
  if (!settings.ok) return complain(`${settings.error}; see ./leat registry --help`, EXIT.usage)
  for (const name of unknownProperties(properties)) logger.event('warn', 'registry-property-ignored', { name })

  const clock = nodeClock()
  const asked = Promise.withResolvers<string>()
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => asked.resolve(name))
  try {
    const registry = await openStandalone(settings.value, { fs, net: nodeNet(), clock, random: nodeRandom(), logger, meter: memoryMeter() })
    const { url, node } = registry
    const started = await Promise.race([node.store.opened.then(() => null), asked.promise])
    if (started === null) {
      const { topic, groupId } = settings.value
      say(
        json
          ? JSON.stringify({ url, topic, group: groupId, pid: process.pid })
          : `Schema Registry: ${url}   (log ${topic}, group ${groupId})`,
      )
    }
    logger.event('info', 'stopping', { why: started ?? (await asked.promise) })
    clock.after(STOP_MS_MAX, () => process.exit(EXIT.failed))
    await registry[Symbol.asyncDispose]()
    return EXIT.done
  } catch (error) {
    if (error instanceof ConnectFault) return complain(`Kafka: ${error.message}`, EXIT.failed)
    return complain(error instanceof Error ? error.message : String(error), EXIT.failed)
  }
}

const PROMOTE_OPTIONS = { url: { type: 'string' }, ca: { type: 'string' } } as const
const PROMOTE_MS_MAX = 20_000
const ANSWER_BYTES_MAX = 64 * 1024

async function promote(args: readonly string[]): Promise<number> {
  const parsed = parseOptions('registry promote', args, PROMOTE_OPTIONS)
  if (!parsed.ok) return complain(parsed.error, EXIT.usage)
  const { url = 'http://localhost:8081', ca } = parsed.value
  if (!/^https?:\/\/[^/]+\/?$/.test(url)) return complain(`--url ${url}: http://HOST:PORT of a node on this machine`, EXIT.usage)
  try {
    using door = peerDoor(nodeClock(), ca === undefined ? null : nodeFs().readFileSync(ca).toString('utf8'))
    const request = { url, method: 'POST', target: PROMOTE_PATH, headers: { [PROMOTE_HEADER]: '1' }, body: null }
    const answer = await door.ask({
      ...request,
      msMax: PROMOTE_MS_MAX,
      bodyBytesMax: ANSWER_BYTES_MAX,
      signal: new AbortController().signal,
    })
    const told = JSON.parse(answer.body.toString('utf8')) as {
      readonly primary?: string
      readonly position?: number
      readonly message?: string
    }
    if (answer.status !== 200) return complain(told.message ?? `${url} answered ${answer.status}`, EXIT.failed)
    say(`${told.primary} is primary now, and writes from offset ${told.position} on.`)
    say('Before its next start set leader.eligibility=true (or leave out --eligible false), or it will only read again.')
    return EXIT.done
  } catch (error) {
    return complain(error instanceof Error ? error.message : String(error), EXIT.failed)
  }
}
