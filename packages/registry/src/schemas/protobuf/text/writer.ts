/**
 * Text with blanks in front of its lines, written once however deep it is. Empty lines get their blanks too, as the registry everyone runs writes them: they are
 * part of the text that is hashed.
 */
export interface Writer {
  write(text: string): void
  newLine(): void
  /** What is written inside stands two blanks further right. */
  indented(inside: () => void): void
  text(): string
}

export function textWriter(): Writer {
  const pieces: string[] = []
  let depth = 0
  let isFresh = true
  const begin = (): void => {
    if (isFresh) pieces.push('  '.repeat(depth))
    isFresh = false
  }
  return {
    write(text) {
      begin()
      pieces.push(text)
    },
    newLine() {
      begin()
      pieces.push('\n')
      isFresh = true
    },
    indented(inside) {
      depth++
      inside()
      depth--
    },
    text: () => pieces.join(''),
  }
}
