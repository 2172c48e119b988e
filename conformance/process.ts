/**
 * Child processes for the conformance run: every one is bounded in time and output, and is ended by its own pid.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'

/** Output kept per stream of a child; what exceeds it is dropped from the front. */
const OUTPUT_CHARS_MAX = 8 * 1024 * 1024
/** Between the polite and the impolite signal. */
const STOP_GRACE_MS = 20_000

export interface RunOptions {
  readonly cwd?: string
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>
  /** Written to stdin, which is then closed. */
  readonly input?: string | Uint8Array
  /** The child is killed after this time and the outcome says so. */
  readonly timeoutMs?: number
  /** Called with every full line of stdout as it comes. */
  readonly onLine?: (line: string) => void
  /** Kills the child. */
  readonly signal?: AbortSignal
  /** Of the output. `latin1` keeps every byte as one character. Default utf8. */
  readonly encoding?: 'utf8' | 'latin1'
}

export interface RunOutcome {
  /** Exit code; -1 when a signal ended the child or it could not be started. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly timedOut: boolean
  readonly durationMs: number
}

/** Runs a program to its end. Never throws for what the program does; a program that does not exist is code -1. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunOutcome> {
  const began = performance.now()
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    signal: options.signal,
    killSignal: 'SIGKILL',
  })
  let stdout = ''
  let stderr = ''
  let timedOut = false
  const split = lineSplitter(options.onLine ?? (() => {}))
  child.stdout.setEncoding(options.encoding ?? 'utf8').on('data', (text: string) => {
    stdout = (stdout + text).slice(-OUTPUT_CHARS_MAX)
    split(text)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-OUTPUT_CHARS_MAX)
  })
  // A tool that exits before it has read its input is its own business: the exit code tells.
  child.stdin.on('error', () => {})
  child.stdin.end(options.input)
  const timer = setTimeout(() => {
    timedOut = true
    child.kill('SIGKILL')
  }, options.timeoutMs ?? 120_000)
  const code = await new Promise<number>((resolve) => {
    child.on('error', (error) => {
      stderr += String(error)
      if (child.pid === undefined) resolve(-1)
    })
    child.on('close', (exit) => resolve(exit ?? -1))
  })
  clearTimeout(timer)
  return { code, stdout, stderr, timedOut, durationMs: performance.now() - began }
}

/** Like `run`, but an exit code other than 0 is an error that carries the end of the output. */
export async function runOrThrow(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunOutcome> {
  const outcome = await run(command, args, options)
  if (outcome.code === 0) return outcome
  const how = outcome.timedOut ? 'took too long' : `ended with code ${outcome.code}`
  throw new Error(`${command} ${args.slice(0, 3).join(' ')} … ${how}\n${tail(outcome.stderr + outcome.stdout, 2000)}`)
}

/** Waits until a line of stdout or stderr matches; rejects when the child ends first or the time is over. */
export async function waitForLine(child: ChildProcess, pattern: RegExp, timeoutMs: number): Promise<string> {
  let seen = ''
  return await new Promise<string>((resolve, reject) => {
    const give = (why: string): void => {
      reject(new Error(`${why} before it said ${pattern}\n${tail(seen, 3000)}`))
    }
    const timer = setTimeout(() => give(`child ${child.pid} was not ready in ${timeoutMs} ms, that is`), timeoutMs)
    const onLine = (line: string): void => {
      seen = `${seen}${line}\n`.slice(-20_000)
      if (!pattern.test(line)) return
      clearTimeout(timer)
      resolve(line)
    }
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', lineSplitter(onLine))
    child.once('error', (error) => give(String(error)))
    child.once('close', (code) => {
      clearTimeout(timer)
      give(`child ${child.pid} ended with code ${code}`)
    })
  })
}

/** Ends a child with SIGTERM, and with SIGKILL after a grace period; resolves to its exit code, or -1 for a signal. */
export async function endChild(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? -1
  const gone = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)))
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS)
  const code = await gone
  clearTimeout(timer)
  return code
}

/** Ports of 127.0.0.1 that nobody listens on at this moment, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return server
    }),
  )
  const ports = servers.map((server) => {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('a TCP server without a port')
    return address.port
  })
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

export function tail(text: string, chars: number): string {
  return text.length <= chars ? text : `…${text.slice(-chars)}`
}

/** Turns chunks into lines; the rest after the last newline is held back. */
function lineSplitter(onLine: (line: string) => void): (text: string) => void {
  let rest = ''
  return (text) => {
    const lines = (rest + text).split('\n')
    rest = (lines.pop() ?? '').slice(-OUTPUT_CHARS_MAX)
    for (const line of lines) onLine(line)
  }
}
