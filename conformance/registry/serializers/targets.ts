/** Registries that serializers are run against, and the Kafka beside each: `./leat up` with its printed keys, and `./leat registry` alone on Apache Kafka. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { CONFORMANCE_DIR } from '../../cache.ts'
import { endChild, freePorts, waitForLine } from '../../process.ts'
import { kafkaTarget } from '../../targets.ts'

const LEAT = join(CONFORMANCE_DIR, '../leat')
const READY_MS_MAX = 120_000

export interface RegistryTarget extends AsyncDisposable {
  readonly name: string
  /** What a program needs to know of it. */
  readonly args: readonly string[]
}

export async function leatUp(): Promise<RegistryTarget> {
  const child = spawn(LEAT, ['up', '--ephemeral', '--ports', 'auto', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const up = JSON.parse(await waitForLine(child, /^\{.*\}$/, READY_MS_MAX)) as Readonly<Record<string, string>>
  return {
    name: 'leat up',
    args: [
      `bootstrap=${up['sasl_ssl_bootstrap']}`,
      `ca=${up['ca_file']}`,
      `user=${up['api_key']}`,
      `password=${up['api_secret']}`,
      `registry=${up['schema_registry']}`,
      `registry-user=${up['schema_registry_api_key']}`,
      `registry-password=${up['schema_registry_api_secret']}`,
    ],
    [Symbol.asyncDispose]: async () => void (await endChild(child)),
  }
}

/** @throws Unavailable when Kafka's jars cannot be had */
export async function leatRegistryOnKafka(): Promise<RegistryTarget> {
  await using stack = new AsyncDisposableStack()
  const kafka = stack.use(await kafkaTarget())
  const { bootstrap, caFile, user, password } = kafka.saslSsl!
  const [port] = await freePorts(1)
  const options = ['--bootstrap', bootstrap, '--ca', caFile, '--user', user, '--listen', `http://127.0.0.1:${port}`, '--json']
  const env = { ...process.env, LEAT_REGISTRY_PASSWORD: password }
  const child = spawn(LEAT, ['registry', ...options], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  stack.defer(async () => void (await endChild(child)))
  const { url } = JSON.parse(await waitForLine(child, /^\{.*\}$/, READY_MS_MAX)) as { readonly url: string }
  const opened = stack.move()
  return {
    name: 'leat registry on Apache Kafka',
    args: [`bootstrap=${bootstrap}`, `ca=${caFile}`, `user=${user}`, `password=${password}`, `registry=${url}`],
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
