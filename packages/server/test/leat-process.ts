import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'

const MAIN = new URL('../src/main.ts', import.meta.url).pathname

/** What `up --json` prints. */
export interface UpLine {
  readonly bootstrap: string | null
  readonly sasl_ssl_bootstrap: string
  readonly cluster: string
  readonly api_key: string
  readonly api_secret: string
  readonly ca_file: string
  readonly data_dir: string
  readonly pid: number
  readonly control_plane: string | null
  readonly rest_endpoint: string | null
  readonly organization: string
  readonly environment: string
  readonly cloud_api_key: string
  readonly cloud_api_secret: string
  readonly email: string
  readonly password: string
  readonly schema_registry: string
  readonly schema_registry_api_key: string
  readonly schema_registry_api_secret: string
  readonly audit_bootstrap: string
  readonly audit_api_key: string
  readonly audit_api_secret: string
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Real processes with a data home of their own; all of them end with it. */
export class Sandbox implements AsyncDisposable {
  readonly home = mkdtempSync(`${tmpdir()}/leat-test-`)
  readonly #children = new Set<ChildProcess>()

  /** Runs a command to its end. */
  async run(...args: string[]): Promise<Ended> {
    return this.#spawn(args).ended
  }

  /** Runs a command whose reader goes away at once, as that of `leat … 2>&1 | head -1` does. */
  unread(...args: string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const started = this.#spawn(args)
    started.child.stdout!.destroy()
    started.child.stderr!.destroy()
    return started
  }

  /** Starts `up --json` with free ports, unless `args` say otherwise, and waits until it is ready. */
  async up(...args: string[]): Promise<RunningLeat> {
    const ports = args.includes('--ports') ? [] : ['--ports', 'auto']
    const { child, ended } = this.#spawn(['up', '--json', ...ports, ...args])
    const lines = createInterface({ input: child.stdout! })
    const first = await Promise.race([once(lines, 'line').then(([line]) => line as string), ended])
    if (typeof first !== 'string') throw new Error(`leat up ended with ${first.code}: ${first.stderr}`)
    return { line: JSON.parse(first) as UpLine, child, ended }
  }

  #spawn(args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const env = { ...process.env, XDG_DATA_HOME: this.home, NODE_OPTIONS: this.nodeOptions, ...this.environment }
    const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#children.add(child)
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (text) => (stdout += text))
    child.stderr.on('data', (text) => (stderr += text))
    const ended = once(child, 'close').then(([code]) => {
      this.#children.delete(child)
      return { code: code as number | null, stdout, stderr }
    })
    return { child, ended }
  }

  nodeOptions = ''
  /** Of the processes, beside that of the test. */
  environment: Readonly<Record<string, string>> = {}

  async [Symbol.asyncDispose](): Promise<void> {
    const closing = [...this.#children].map((child) => {
      child.kill('SIGKILL')
      return once(child, 'close')
    })
    await Promise.all(closing)
    rmSync(this.home, { recursive: true, force: true })
  }
}

export interface RunningLeat {
  readonly line: UpLine
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}
