import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'

const ROOT = new URL('../../', import.meta.url).pathname
const MAIN = `${ROOT}packages/server/src/main.ts`

/** What `up --json` prints. */
export interface UpLine {
  readonly bootstrap: string
  readonly sasl_ssl_bootstrap: string
  readonly api_key: string
  readonly api_secret: string
  readonly ca_file: string
  readonly data_dir: string
  readonly pid: number
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A real process that runs Leat. */
export interface LeatProcess extends AsyncDisposable {
  readonly child: ChildProcess
  readonly line: UpLine
  readonly plaintext: { readonly host: string; readonly port: number }
  readonly saslSsl: { readonly host: string; readonly port: number }
  /** The log so far. */
  readonly stderr: () => string
  readonly ended: Promise<Ended>
  /** Signals this process and no other, and waits for its end. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended>
}

/** Starts one and kills it after `killAfterMs`, ready or not. */
export async function startAndKill(dataDir: string, killAfterMs: number): Promise<void> {
  const { child, ended } = spawnUp(dataDir, [])
  const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  await ended
  clearTimeout(timer)
}

/** Rejects with the log when it ends before it is ready. */
export async function startLeat(dataDir: string, ...args: readonly string[]): Promise<LeatProcess> {
  const { child, ended, stderr } = spawnUp(dataDir, args)
  const first = await Promise.race([once(createInterface({ input: child.stdout! }), 'line'), ended])
  if (!Array.isArray(first)) throw new Error(`leat up ended with ${JSON.stringify(first)}\n${stderr()}`)
  const line = JSON.parse(first[0] as string) as UpLine
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> => {
    child.kill(signal)
    return await ended
  }
  return {
    child,
    line,
    plaintext: addressOf(line.bootstrap),
    saslSsl: addressOf(line.sasl_ssl_bootstrap),
    stderr,
    ended,
    end,
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  }
}

function spawnUp(
  dataDir: string,
  args: readonly string[],
): { readonly child: ChildProcess; readonly ended: Promise<Ended>; readonly stderr: () => string } {
  const env = { ...process.env, UV_THREADPOOL_SIZE: '8', NODE_OPTIONS: '' }
  const command = [MAIN, 'up', '--data-dir', dataDir, '--ports', 'auto', '--json', ...args]
  const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text))
  const ended = new Promise<Ended>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })))
  return { child, ended, stderr: () => stderr }
}

/** The first address of a bootstrap list. `localhost` is both families; tests take the one that is always there. */
function addressOf(bootstrap: string): { readonly host: string; readonly port: number } {
  const [host, port] = bootstrap.split(',')[0]!.split(/:(?=\d+$)/)
  return { host: host === 'localhost' ? '127.0.0.1' : host!, port: Number(port) }
}

/** A directory that goes with the test. */
export function temporaryDirectory(): { readonly path: string } & Disposable {
  const path = mkdtempSync(`${tmpdir()}/leat-system-`)
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
