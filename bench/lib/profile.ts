/** Where a thread spends its time: self time per function of a V8 CPU profile. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './machine.ts'

interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
}

export interface CpuProfile {
  readonly nodes: readonly ProfileNode[]
  /** Node ids, one per sample. */
  readonly samples: readonly number[]
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[]
}

export interface SelfTime {
  /** Name and place in the repository, or what V8 calls it in brackets: (garbage collector), (program), (idle). */
  readonly where: string
  readonly ms: number
}

export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): SelfTime[] {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)]))
  const times = new Map<string, number>()
  for (const [i, id] of samples.entries()) {
    const name = names.get(id) ?? '(unknown)'
    times.set(name, (times.get(name) ?? 0) + Math.max(0, timeDeltas[i] ?? 0) / 1000)
  }
  return [...times].map(([where, ms]) => ({ where, ms })).sort((a, b) => b.ms - a.ms)
}

function nameOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  const name = functionName === '' ? '(anonymous)' : functionName
  if (url === '') return name
  const place = url.replace('file://', '').replace(`${ROOT}/`, '')
  return `${name} ${place}:${lineNumber + 1}`
}

/** The profile of the broker thread among those of a process: the one that worked most in the engine, the log and the edge. */
export function brokerProfile(dir: string): SelfTime[] | null {
  const profiles = readdirSync(dir)
    .filter((file) => file.endsWith('.cpuprofile'))
    .map((file) => selfTimes(JSON.parse(readFileSync(join(dir, file), 'utf8')) as CpuProfile))
  const work = (times: readonly SelfTime[]): number =>
    times.filter(({ where }) => /packages\/(engine|log|edge|wire)\//.test(where)).reduce((sum, { ms }) => sum + ms, 0)
  return profiles.sort((a, b) => work(b) - work(a))[0] ?? null
}

/** The functions with the most self time; shares are of the time in which the thread was not idle. */
export function renderProfile(times: readonly SelfTime[], lines: number): string {
  const isIdle = ({ where }: SelfTime): boolean => where === '(idle)'
  const busy = times.filter((one) => !isIdle(one))
  const busyMs = busy.reduce((sum, { ms }) => sum + ms, 0)
  const idleMs = times.filter(isIdle).reduce((sum, { ms }) => sum + ms, 0)
  const rows = busy
    .slice(0, lines)
    .map(({ where, ms }) => `${((ms / busyMs) * 100).toFixed(1).padStart(5)} %  ${ms.toFixed(0).padStart(7)} ms  ${where}`)
  return [`busy ${(busyMs / 1000).toFixed(1)} s, idle ${(idleMs / 1000).toFixed(1)} s; self time:`, ...rows].join('\n')
}
