import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { endChild, waitForLine } from '../../conformance/process.ts'
import type { WireAnswer } from './wire-load.ts'

const PROGRAM = fileURLToPath(new URL('./plain-server-process.ts', import.meta.url))
const READY_MS_MAX = 30_000

export interface PlainServer extends AsyncDisposable {
  readonly pid: number
  readonly base: string
}

/** A process of its own that answers every request with `answer`, by node:http alone. */
export async function startPlainServer(answer: WireAnswer): Promise<PlainServer> {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(answer)], { stdio: ['ignore', 'pipe', 'pipe'] })
  const line = await waitForLine(child, /^port \d+$/, READY_MS_MAX)
  return {
    pid: child.pid!,
    base: `http://127.0.0.1:${line.slice('port '.length)}`,
    [Symbol.asyncDispose]: async () => void (await endChild(child, 'SIGKILL')),
  }
}
