/** Where a command speaks to: a real terminal, a pipe, or a test. */
export interface Terminal {
  /** Whether somebody sits there: prompts and progress are for people only. */
  readonly inputIsTerminal: boolean
  readonly outputIsTerminal: boolean
  /** Width in characters; null when the output is not a terminal, and then nothing is cut. */
  readonly columns: number | null
  /** Height in lines; null when the output is not a terminal. */
  readonly rows: number | null
  /** Shows a text that is longer than the screen through a pager, the command line of one; as `write` where there is none of that name. */
  page(text: string, pager: string): Promise<void>
  /** To standard output, as it is. Resolves when there is room for more; rejects with EPIPE when the reader is gone. */
  write(text: string | Buffer): Promise<void>
  /** A sentence to standard error, with a line feed: notes, warnings. */
  note(sentence: string): void
  /** Shows progress in one line of standard error, replaced by the next; nothing unless standard error is a terminal. An empty text clears it. */
  progress(text: string): void
  /** Asks on standard error and answers a line; null at the end of the input or on Ctrl-C. `secret` is not echoed. */
  ask(question: string, options?: { readonly secret?: boolean }): Promise<string | null>
  /** Lines of standard input as they come, without their line feeds, until its end or until `signal` aborts. */
  lines(signal: AbortSignal): AsyncIterable<string>
}
