import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import type { Address } from './client.ts'
import type { WellBehavedOptions, WellBehavedReport } from './well-behaved.ts'

const script = (name: string): string => new URL(name, import.meta.url).pathname

export interface WellBehaved extends AsyncDisposable {
  report(): Promise<WellBehavedReport>
}

export async function startWellBehaved(options: WellBehavedOptions): Promise<WellBehaved> {
  const child = fork(script('well-behaved.ts'), [JSON.stringify(options)], { execArgv: [] })
  await once(child, 'message')
  return {
    async report() {
      if (!child.connected) return { rounds: 0, slowestMs: 0, errors: ['the client ended'] }
      const answer = once(child, 'message')
      child.send('report')
      return ((await answer) as [WellBehavedReport])[0]
    },
    [Symbol.asyncDispose]: () => endOf(child),
  }
}

/** Holds that many connections until it is disposed. */
export async function manyConnections(address: Address, count: number): Promise<{ readonly answered: number } & AsyncDisposable> {
  const child = fork(script('many-connections.ts'), [JSON.stringify(address), String(count)], { execArgv: [] })
  const [message] = (await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [{ answered: -1 }])])) as [
    { answered: number },
  ]
  return { ...message, [Symbol.asyncDispose]: () => endOf(child) }
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  if (child.connected) child.disconnect()
  await gone
}

const run = promisify(execFile)

/** Resident memory of a process, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)])
  return Number(stdout.trim()) * 1024
}
