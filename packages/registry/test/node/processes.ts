import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'

const MAIN = new URL('../../../server/src/main.ts', import.meta.url).pathname

export interface RegistryProcess {
  readonly url: string
  readonly child: ChildProcess
  readonly stderr: () => string
}

/** A Kafka (`leat up`) and registries as processes; all end with it. */
export class Processes implements AsyncDisposable {
  readonly #home = mkdtempSync(`${tmpdir()}/leat-registry-test-`)
  readonly #children = new Set<ChildProcess>()
  bootstrap = ''

  async kafka(): Promise<void> {
    const { line } = await this.#start(['up', '--ephemeral', '--ports', 'auto', '--json'])
    this.bootstrap = (JSON.parse(line) as { readonly bootstrap: string }).bootstrap
  }

  async registry(port: number, ...args: readonly string[]): Promise<RegistryProcess> {
    const listen = `http://127.0.0.1:${port}`
    const { line, child, stderr } = await this.#start(['registry', '--bootstrap', this.bootstrap, '--listen', listen, '--json', ...args])
    return { url: (JSON.parse(line) as { readonly url: string }).url, child, stderr }
  }

  /** Runs a command to its end. */
  async run(...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    const child = this.#spawn(args)
    let [stdout, stderr] = ['', '']
    child.stdout!.on('data', (text) => (stdout += text))
    child.stderr!.on('data', (text) => (stderr += text))
    const [code] = (await once(child, 'close')) as [number]
    return { code, stdout, stderr }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closing = [...this.#children].map((child) => {
      child.kill('SIGKILL')
      return once(child, 'close')
    })
    await Promise.all(closing)
    rmSync(this.#home, { recursive: true, force: true })
  }

  async #start(args: readonly string[]): Promise<{ readonly line: string; readonly child: ChildProcess; readonly stderr: () => string }> {
    const child = this.#spawn(args)
    let stderr = ''
    child.stderr!.on('data', (text) => (stderr += text))
    const ended = once(child, 'close').then(([code]) => Promise.reject(new Error(`leat ${args[0]} ended with ${code}: ${stderr}`)))
    ended.catch(() => {})
    const [line] = (await Promise.race([once(createInterface({ input: child.stdout! }), 'line'), ended])) as [string]
    return { line, child, stderr: () => stderr }
  }

  #spawn(args: readonly string[]): ChildProcess {
    const env = { ...process.env, XDG_DATA_HOME: this.#home }
    const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#children.add(child)
    child.once('close', () => this.#children.delete(child))
    return child
  }
}

/** Free now; whoever is quick may still take one. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      return server
    }),
  )
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}
