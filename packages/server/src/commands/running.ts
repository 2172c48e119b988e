import { nodeFs } from '@leat/base/node'
import { ask } from '../home/door.ts'
import type { HomeLayout } from '../home/layout.ts'
import { readRunFile, type RunFile } from '../home/run-file.ts'
import { socketPath } from '../home/socket-path.ts'

/** What is known of the platform in a directory, from its door. */
export type Running =
  | { readonly state: 'absent' }
  /** `crashed`: its run file is still there, so it ended without a clean stop. */
  | { readonly state: 'stopped'; readonly crashed: RunFile | null }
  | { readonly state: 'starting' | 'stopping'; readonly pid: number }
  | { readonly state: 'ready'; readonly run: RunFile }

export async function findRunning(home: HomeLayout): Promise<Running> {
  const fs = nodeFs()
  if (fs.statSync(home.dir) === null) return { state: 'absent' }
  const answer = await ask(socketPath(home), 'status')
  const run = readRunFile(fs, home)
  if (answer === null) return fs.statSync(home.identity) === null ? { state: 'absent' } : { state: 'stopped', crashed: run }
  if (answer.state !== 'ready' || run === null) return { state: answer.state === 'stopping' ? 'stopping' : 'starting', pid: answer.pid }
  return { state: 'ready', run }
}
