import { connect } from 'node:net'

/**
 * What is said at the door of a running platform: one JSON line each way.
 *
 *   {"ask":"status"}  ->  {"pid":1,"state":"ready"}      and the connection ends
 *   {"ask":"stop"}    ->  {"pid":1,"state":"stopping"}   and the connection ends when the process has stopped
 *   {"ask":"control-stop"}, {"ask":"control-start"}
 *                     ->  the same as status when it is done, with "problem" when it could not be done
 *   {"ask":"console-link"}
 *                     ->  the same as status, with "link": a one-time link into the console
 */
const ASKS = ['status', 'stop', 'control-stop', 'control-start', 'console-link'] as const
export type Ask = (typeof ASKS)[number]

export interface Answer {
  readonly pid: number
  readonly state: 'starting' | 'ready' | 'stopping'
  /** Why what was asked for was not done. */
  readonly problem?: string
  readonly link?: string
}

export const ASK_BYTES_MAX = 1024
/** A local process that listens answers at once, unless its loop is blocked or it is stopped by a debugger. */
export const ASK_TIMEOUT_MS = 2000
/** Requests that are being answered are waited for, and the disk. */
const CONTROL_TIMEOUT_MS = 20_000

export function parseAsk(line: string): Ask | null {
  const value = parse(line)?.['ask']
  return ASKS.find((ask) => ask === value) ?? null
}

/** Null: nobody listens there. Somebody who listens and does not answer in time is answered for: pid 0, `starting`. */
export function ask(path: string, question: Ask): Promise<Answer | null> {
  return converse(path, question, question === 'status' ? ASK_TIMEOUT_MS : CONTROL_TIMEOUT_MS, false)
}

/** Asks the platform to stop and waits until it has. `ended` is false when it still runs after `timeoutMs`. */
export async function askToStop(path: string, timeoutMs: number): Promise<{ readonly pid: number; readonly ended: boolean } | null> {
  const started = performance.now()
  const answer = await converse(path, 'stop', timeoutMs, true)
  return answer === null ? null : { pid: answer.pid, ended: performance.now() - started < timeoutMs }
}

function converse(path: string, question: Ask, timeoutMs: number, untilEnd: boolean): Promise<Answer | null> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    let text = ''
    let living = false
    const finish = (): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(living ? parseAnswer(text) : null)
    }
    const timer = setTimeout(finish, timeoutMs)
    socket.setEncoding('utf8')
    socket.once('connect', () => {
      living = true
      socket.write(`${JSON.stringify({ ask: question })}\n`)
    })
    socket.on('data', (chunk: string) => {
      text = (text + chunk).slice(0, ASK_BYTES_MAX)
      if (!untilEnd && text.includes('\n')) finish()
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Anything else, such as a full backlog or missing rights, is a living socket that we do not reach.
      living ||= error.code !== 'ENOENT' && error.code !== 'ECONNREFUSED' && error.code !== 'ENOTSOCK'
      finish()
    })
    socket.once('close', finish)
  })
}

function parseAnswer(line: string): Answer {
  const value = parse(line)
  const pid = value?.['pid']
  const state = value?.['state']
  const problem = value?.['problem']
  const link = value?.['link']
  return {
    pid: typeof pid === 'number' ? pid : 0,
    state: state === 'ready' || state === 'stopping' ? state : 'starting',
    ...(typeof problem === 'string' ? { problem } : {}),
    ...(typeof link === 'string' ? { link } : {}),
  }
}

function parse(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
