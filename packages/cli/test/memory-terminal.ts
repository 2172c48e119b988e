import type { Terminal } from '../src/terminal.ts'
import type { Played } from './transcript.ts'

export interface MemoryTerminal {
  readonly terminal: Terminal
  /** What was written, in order; pieces to the same stream as one. */
  readonly written: () => Played['output']
}

export interface MemoryTerminalOptions {
  /** What is typed comes from a pipe: nobody sits there. */
  readonly isPiped?: boolean
  /** The terminal's height; null: it is none. */
  readonly rows?: number | null
  /** Called with the lines that are on standard output by now. */
  readonly onWritten?: (lines: number) => void
}

/** A terminal where `typed` is typed. Nothing typed: nobody sits there. */
export function memoryTerminal(typed: readonly string[], columns: number | null, options: MemoryTerminalOptions = {}): MemoryTerminal {
  const left = [...typed]
  const output: { to: 'out' | 'err'; text: string }[] = []
  const add = (to: 'out' | 'err', text: string): void => {
    const last = output.at(-1)
    if (last?.to === to) last.text += text
    else output.push({ to, text })
  }
  const next = (): string | null => left.shift() ?? null
  return {
    terminal: {
      inputIsTerminal: typed.length > 0 && options.isPiped !== true,
      outputIsTerminal: columns !== null,
      columns,
      rows: options.rows ?? null,
      async page(text, pager) {
        add('out', `(through ${pager})\n${text}`)
      },
      async write(text) {
        add('out', text.toString())
        options.onWritten?.(output.reduce((sum, one) => sum + (one.to === 'out' ? one.text.split('\n').length - 1 : 0), 0))
      },
      note: (sentence) => add('err', `${sentence}\n`),
      progress: () => {},
      async ask(question, { secret = false } = {}) {
        const answer = next()
        // What is typed is echoed with its line feed; a secret only with that.
        add('err', `${question}${secret ? '' : (answer ?? '')}\n`)
        return answer
      },
      async *lines() {
        for (let line = next(); line !== null; line = next()) yield line
      },
    },
    written: () => output,
  }
}
