/** What the kernel says about a process: /proc, so Linux only. */
import { readFileSync } from 'node:fs'

/** USER_HZ: what /proc counts CPU time in. 100 on every Linux that Node and Java run on. */
const TICKS_PER_SECOND = 100
const KIB = 1024

export interface CpuSeconds {
  readonly user: number
  readonly system: number
}

/** CPU time of all threads since the start. */
export function cpuOf(pid: number): CpuSeconds {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the program's name in brackets, which may hold spaces: count from its end. Fields 14 and 15 of the whole.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { user: Number(fields[11]) / TICKS_PER_SECOND, system: Number(fields[12]) / TICKS_PER_SECOND }
}

export function cpuSince(pid: number, before: CpuSeconds): CpuSeconds {
  const now = cpuOf(pid)
  return { user: now.user - before.user, system: now.system - before.system }
}

/** Resident memory in bytes: now, and the most it ever was. */
export function residentOf(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kib = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1])
  return { now: kib('VmRSS') * KIB, peak: kib('VmHWM') * KIB }
}

/** CPU seconds of the whole machine: busy and in all. */
function machineTicks(): { readonly busy: number; readonly all: number } {
  const [first] = readFileSync('/proc/stat', 'utf8').split('\n')
  const ticks = first!.trim().split(/\s+/).slice(1, 9).map(Number)
  const all = ticks.reduce((sum, value) => sum + value, 0)
  return { busy: all - ticks[3]! - ticks[4]!, all }
}

/** The share (0 to 1) of the machine that is busy over `ms`. */
export async function busyShare(ms: number): Promise<number> {
  const before = machineTicks()
  await sleep(ms)
  const after = machineTicks()
  return (after.busy - before.busy) / Math.max(1, after.all - before.all)
}

export async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}
