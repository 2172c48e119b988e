import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { nodeFs } from '@leat/base/node'
import { homeLayout } from './layout.ts'
import { locateHome } from './locate.ts'
import { readRunFile } from './run-file.ts'

/** Who has the port, when it is another Leat of this user; null: somebody else. */
export function holderOf(port: number): string | null {
  const homes = dirname(locateHome({}).dir)
  for (const name of namesIn(homes)) {
    const run = readRunFile(nodeFs(), homeLayout(`${homes}/${name}`))
    if (run?.ports?.includes(port) === true && isAlive(run.pid)) return `Leat "${name}", process ${run.pid}`
  }
  return null
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
