/** What the clients are run against: Apache Kafka, Leat, or a cluster that somebody else started. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CONFORMANCE_DIR } from './cache.ts'
import { makeArchives, startKafka } from './kafka/index.ts'
import { endChild, waitForLine } from './process.ts'

const LEAT_READY_TIMEOUT_MS = 120_000

export interface Target extends AsyncDisposable {
  readonly name: string
  /** PLAINTEXT. */
  readonly bootstrap: string
  readonly saslSsl: { readonly bootstrap: string; readonly caFile: string; readonly user: string; readonly password: string } | null
  /** Where its partitions lie, for the dump tool; null when we cannot see them. */
  readonly dataDir: string | null
}

/** @throws Unavailable when the jars cannot be had. */
export async function kafkaTarget(): Promise<Target> {
  await makeArchives()
  const dir = mkdtempSync(join(tmpdir(), 'conformance-kafka-'))
  const kafka = await startKafka({ dir })
  return {
    name: 'Apache Kafka',
    bootstrap: kafka.bootstrap,
    saslSsl: kafka.saslSsl,
    dataDir: kafka.nodes[0]!.logDir,
    [Symbol.asyncDispose]: async () => {
      await kafka.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Leat as anybody starts it: the launcher at the root of the repository, which says on one line where it is. */
export async function leatTarget(): Promise<Target> {
  const child = spawn(join(CONFORMANCE_DIR, '../leat'), ['up', '--ephemeral', '--ports', 'auto', '--json'], {
    cwd: join(CONFORMANCE_DIR, '..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const line = await waitForLine(child, /^\{.*\}$/, LEAT_READY_TIMEOUT_MS)
  const up = JSON.parse(line) as Record<string, unknown>
  const text = (key: string): string => {
    const value = up[key]
    if (typeof value !== 'string') throw new Error(`leat up --json says no ${key}: ${line}`)
    return value
  }
  return {
    name: 'Leat',
    bootstrap: text('bootstrap'),
    saslSsl: { bootstrap: text('sasl_ssl_bootstrap'), caFile: text('ca_file'), user: text('api_key'), password: text('api_secret') },
    dataDir: typeof up.data_dir === 'string' ? up.data_dir : null,
    [Symbol.asyncDispose]: async () => void (await endChild(child)),
  }
}

export function givenTarget(bootstrap: string): Target {
  return { name: bootstrap, bootstrap, saslSsl: null, dataDir: null, [Symbol.asyncDispose]: () => Promise.resolve() }
}
