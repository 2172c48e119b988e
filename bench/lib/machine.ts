/** What stands above the results: the machine without names or paths, the versions, the commit. And whether the machine is quiet. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { busyShare, sleep } from './proc.ts'

export const ROOT = join(import.meta.dirname, '../..')
const KAFKA_VERSION = '4.3.1'

/** A machine busier than this is not one to measure on. */
const QUIET_SHARE_MAX = 0.15
const LOOK_MS = 1000
const QUIET_WAIT_MS_MAX = 60_000

function output(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

/** One line: cores, memory, kernel, file system of the data. */
export function describeMachine(dataDir: string): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const memory = Math.round(totalmem() / 2 ** 30)
  const fileSystem = output('stat', ['-f', '-c', '%T', dataDir])
  return `${cpus().length} × ${model}, ${memory} GiB, Linux ${release().replace(/^(\d+\.\d+).*/, '$1')}, data on ${fileSystem}`
}

export function describeVersions(): string {
  const java = /"([\d.]+)"/.exec(javaVersion())?.[1] ?? 'unknown'
  return `Apache Kafka ${KAFKA_VERSION} on Java ${java}, ${describeLeat()}`
}

function javaVersion(): string {
  // Java says its version on stderr unless it is asked with two dashes.
  return output('java', ['--version']).replace(/^\S+ ([\d.]+)/, '"$1"')
}

/** The launcher runs Leat on the same Node as this script: it started both. */
export function describeLeat(): string {
  return `Leat on Node ${process.versions.node}`
}

/** The commit that was measured, with a `+` when files of the tree differ from it. */
export function describeCommit(): string {
  try {
    const hash = output('git', ['rev-parse', '--short', 'HEAD'])
    return output('git', ['status', '--porcelain', '--', 'packages', 'leat', 'package.json']) === '' ? hash : `${hash}+`
  } catch {
    return 'unknown'
  }
}

export function isLinux(): boolean {
  try {
    readFileSync('/proc/self/stat')
    return true
  } catch {
    return false
  }
}

/** Waits for a quiet machine, but not for ever; false when it stayed busy. */
export async function awaitQuiet(say: (line: string) => void): Promise<boolean> {
  const end = performance.now() + QUIET_WAIT_MS_MAX
  for (;;) {
    const share = await busyShare(LOOK_MS)
    if (share <= QUIET_SHARE_MAX) return true
    if (performance.now() > end) {
      say(`the machine stays busy (${Math.round(share * 100)} %): measuring all the same`)
      return false
    }
    await sleep(LOOK_MS)
  }
}

/** Writes back what earlier trials left in the page cache, so that no trial pays for another. */
export function syncDisks(): void {
  output('sync', [])
}
