import { isatty } from 'node:tty'
import type { Terminal } from '../terminal.ts'
import { openLines } from './lines.ts'
import { readSecret } from './secret.ts'

export interface NodeTerminal extends Terminal, Disposable {
  /** Ctrl-C is the pager's business then, as of every program in the foreground. */
  readonly isPaging: boolean
}

/** The streams of this process. A reader that went away ends the process, as SIGPIPE does for other programs. */
export function nodeTerminal(signal: AbortSignal): NodeTerminal {
  const { stdout, stderr } = process
  // Making standard input takes some milliseconds, and most commands read nothing.
  let input: typeof process.stdin | null = null
  const stdin = (): typeof process.stdin => (input ??= process.stdin)
  let progressing = false
  let isPaging = false
  const clear = (): void => {
    if (progressing) stderr.write('\r\x1b[K')
    progressing = false
  }
  stdout.on('error', (error: Error & { readonly code?: string }) => {
    if (error.code === 'EPIPE') process.exit(EXIT_SIGPIPE)
  })
  const lines = openLines(stdin)
  const write = (text: string | Buffer): Promise<void> => {
    clear()
    return new Promise((resolve, reject) => {
      stdout.write(text, (error) => (error ? reject(error) : resolve()))
    })
  }
  return {
    get isPaging() {
      return isPaging
    },
    inputIsTerminal: isatty(0),
    outputIsTerminal: stdout.isTTY === true,
    columns: stdout.isTTY ? stdout.columns : null,
    rows: stdout.isTTY ? stdout.rows : null,
    write,
    async page(text, pager) {
      clear()
      isPaging = true
      // Starting programs takes some milliseconds to load.
      const { pageThrough } = await import('./pager.ts')
      // oxlint-disable-next-line no-restricted-properties -- the pager's variables are the user's
      const isShown = await pageThrough(pager, text, process.env)
      isPaging = false
      if (!isShown) await write(text)
    },
    note(sentence) {
      clear()
      stderr.write(`${sentence}\n`)
    },
    progress(text) {
      clear()
      if (!stderr.isTTY || text === '') return
      stderr.write(text)
      progressing = true
    },
    async ask(question, { secret = false } = {}) {
      clear()
      stderr.write(question)
      if (secret && isatty(0)) return readSecret(stdin(), stderr, signal)
      const answer = await lines.next(signal)
      if (signal.aborted) stderr.write('\n') // behind the terminal's ^C
      return answer
    },
    async *lines(until) {
      for (let line = await lines.next(until); line !== null; line = await lines.next(until)) yield line
    },
    /** Standard input that was read would hold the process for nothing. */
    [Symbol.dispose]: () => void input?.destroy(),
  }
}

/** 128 + 13 */
const EXIT_SIGPIPE = 141
