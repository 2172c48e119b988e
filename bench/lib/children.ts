/** When the bench is interrupted, what it started ends with it: by pid, never by name. */
import { readFileSync, rmSync } from 'node:fs'

/** Until the kernel has taken a killed process out of the files it was writing. */
const GONE_MS = 200

const dirs = new Set<string>()

/** Answers a function that removes the directory. */
export function ownDir(dir: string): () => void {
  dirs.add(dir)
  return () => {
    dirs.delete(dir)
    rmSync(dir, { recursive: true, force: true })
  }
}

export function endChildrenOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => endNow(signal))
}

/** Asks the kernel who our children are: a broker that is only just starting has told nobody its pid yet. */
function endNow(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): never {
  for (const pid of childrenOf(process.pid)) killIfThere(pid)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, GONE_MS)
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true, maxRetries: 3 })
  return process.exit(signal === 'SIGINT' ? 130 : 143)
}

/** Node starts all its children from its first thread. */
function childrenOf(pid: number): number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return list.split(' ').filter(Boolean).map(Number)
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}
