import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { CONFORMANCE_DIR } from '../cache.ts'
import { endChild, waitForLine } from '../process.ts'

/** Building the console is part of it, on a clean clone. */
const READY_MS_MAX = 120_000

/** What `./leat up --json` says of itself. */
export interface Up {
  readonly console: string
  readonly control_plane: string
  readonly bootstrap: string
  readonly sasl_ssl_bootstrap: string
  readonly ca_file: string
  readonly cluster: string
  readonly environment: string
  readonly api_key: string
  readonly api_secret: string
  readonly email: string
  readonly password: string
  readonly rest_endpoint: string
  readonly cloud_api_key: string
  readonly cloud_api_secret: string
  readonly schema_registry: string
  readonly schema_registry_api_key: string
  readonly schema_registry_api_secret: string
}

export interface Leat extends AsyncDisposable {
  readonly up: Up
  /** Ends it by its pid; once is enough. */
  end(): Promise<void>
}

/** One of its own, on free ports, whose data are gone with it. */
export async function startLeat(): Promise<Leat> {
  const child: ChildProcess = spawn(join(CONFORMANCE_DIR, '../leat'), ['up', '--ephemeral', '--ports', 'auto', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const up = JSON.parse(await waitForLine(child, /^\{.*\}$/, READY_MS_MAX)) as Up
  const end = async (): Promise<void> => void (await endChild(child))
  return { up, end, [Symbol.asyncDispose]: end }
}
