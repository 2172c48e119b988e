/**
 * A transcript:
 *
 *     # A remark.
 *     @columns 60                  the terminal's width from here on
 *     @rows 5                      its height; what is longer goes through the pager, which is named
 *     @stdin pipe                  what is typed comes from a pipe from here on
 *     @interrupt 3                 Ctrl-C when the next command has written three lines
 *     @file /a.avsc "int"         the file /a.avsc with that text and a line feed
 *     $ leat environment delete env-000002
 *     < production                 typed: somebody sits at a terminal
 *         Deleted environment ...  standard output, after four spaces
 *       ! Error: ...               standard error
 *     [1]                          exit code, unless it is 0
 */
export type Step =
  | { readonly kind: 'remark'; readonly text: string }
  | { readonly kind: 'set'; readonly name: string; readonly value: string }
  | {
      readonly kind: 'command'
      readonly words: readonly string[]
      readonly line: string
      readonly typed: readonly string[]
      readonly exitCode: number
    }

export interface Played {
  readonly output: readonly { readonly to: 'out' | 'err'; readonly text: string }[]
  readonly exitCode: number
}

const PROMPT = '$ leat'

export function parseTranscript(text: string): readonly Step[] {
  const steps: Step[] = []
  const all = text.split('\n')
  for (const [i, line] of all.entries()) {
    const last = steps.at(-1)
    if (line.startsWith(PROMPT)) {
      const typed = line.slice(PROMPT.length).trim()
      steps.push({ kind: 'command', line: typed, words: shellWords(typed), typed: [], exitCode: 0 })
    } else if (line.startsWith('< ') && last?.kind === 'command') steps.splice(-1, 1, { ...last, typed: [...last.typed, line.slice(2)] })
    else if (/^\[\d+\]$/.test(line) && last?.kind === 'command') steps.splice(-1, 1, { ...last, exitCode: Number(line.slice(1, -1)) })
    else if (line.startsWith('@')) {
      const [name = '', ...value] = line.slice(1).split(' ')
      steps.push({ kind: 'set', name, value: value.join(' ') })
    } else if (line.startsWith('#') || (line === '' && !isOutput(all, i))) steps.push({ kind: 'remark', text: line })
  }
  return steps
}

/** An empty line is output when more output follows. */
function isOutput(lines: readonly string[], at: number): boolean {
  return (
    lines
      .slice(at)
      .find((line) => line !== '')
      ?.startsWith(' ') ?? false
  )
}

export function renderCommand(step: Step & { readonly kind: 'command' }, { output, exitCode }: Played): string {
  const lines = [`${PROMPT} ${step.line}`.trimEnd(), ...step.typed.map((line) => `< ${line}`)]
  for (const { to, text } of output) {
    const prefix = to === 'out' ? '    ' : '  ! '
    lines.push(
      ...text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${prefix}${line}`.trimEnd()),
    )
  }
  if (exitCode !== 0) lines.push(`[${exitCode}]`)
  return lines.join('\n')
}

/** Words with quotes, as a shell reads them; enough for transcripts. */
function shellWords(line: string): readonly string[] {
  return [...line.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, (_, a?: string, b?: string) => a ?? b ?? ''),
  )
}
