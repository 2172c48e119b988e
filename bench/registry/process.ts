/** A registry by itself, as `./leat registry` starts it, and the Leat whose Kafka keeps its log. */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { endChild, freePorts, waitForLine } from '../../conformance/process.ts'
import { ROOT } from '../lib/machine.ts'
import { sleep } from '../lib/proc.ts'
import type { Trial } from '../lib/scenario.ts'

const READY_MS_MAX = 120_000
const ASK_AGAIN_MS = 20

export interface KafkaProcess extends AsyncDisposable {
  readonly bootstrap: string
}

export async function startKafkaOfLeat({ dir }: Pick<Trial, 'dir'>): Promise<KafkaProcess> {
  mkdirSync(dir, { recursive: true })
  const child = spawn(join(ROOT, 'leat'), ['up', '--data-dir', join(dir, 'leat'), '--ports', 'auto', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stderr.pipe(createWriteStream(join(dir, 'leat.log'), { flags: 'a' }))
  const { bootstrap } = JSON.parse(await waitForLine(child, /^\{.*\}$/, READY_MS_MAX)) as { readonly bootstrap: string }
  return { bootstrap, [Symbol.asyncDispose]: async () => void (await endChild(child)) }
}

export interface RegistryProcess extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  /** From the spawn to the line that says that it serves: its log was read. */
  readonly startMs: number
}

/** Answered when it writes, too. With a profile directory it runs under the CPU profiler. */
export async function startRegistry({ bootstrap }: KafkaProcess, { profileDir, dir }: Trial): Promise<RegistryProcess> {
  const [port] = await freePorts(1)
  const args = ['registry', '--bootstrap', bootstrap, '--listen', `http://127.0.0.1:${port}`, '--json']
  const profiler = ['--cpu-prof', `--cpu-prof-dir=${profileDir}`, join(ROOT, 'packages/server/src/main.ts')]
  const began = performance.now()
  const child = spawn(profileDir === null ? join(ROOT, 'leat') : process.execPath, profileDir === null ? args : [...profiler, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stderr.pipe(createWriteStream(join(dir, 'output.log'), { flags: 'a' }))
  const { url, pid } = JSON.parse(await waitForLine(child, /^\{.*\}$/, READY_MS_MAX)) as { readonly url: string; readonly pid: number }
  const startMs = performance.now() - began
  while ((await fetch(`${url}/leat/ready`)).status !== 200) await sleep(ASK_AGAIN_MS)
  return { url, pid, startMs, [Symbol.asyncDispose]: async () => void (await endChild(child)) }
}

/** @throws unless the answer is a success. */
export async function ask(url: string, method: string, path: string, body?: object): Promise<unknown> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await fetch(url + path, { method, ...sent, headers: { 'content-type': 'application/json' } })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`)
  return JSON.parse(text)
}
