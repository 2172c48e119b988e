import { type TextPosition, positionAt } from './position.ts'

/** What is wrong with a text, and where. */
export interface JsonProblem extends TextPosition {
  readonly message: string
}

/** Thrown inside this folder only: `parseJson` answers it as a value. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError'
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** The text and how far it was read. */
export interface Reader {
  readonly text: string
  /** `//` and `/* … *\/` count as white space, as Avro's parser has it. */
  readonly comments: boolean
  offset: number
  nodes: number
}

export function problemOf(text: string, error: JsonSyntaxError): JsonProblem {
  return { message: error.message, ...positionAt(text, error.offset) }
}

/** Steps over white space (and comments); answers the character that follows, '' at the end. */
export function peek(reader: Reader): string {
  const { text } = reader
  for (;;) {
    const char = text[reader.offset]
    if (char === ' ' || char === '\n' || char === '\t' || char === '\r') reader.offset++
    else if (char === '/' && reader.comments) skipComment(reader)
    else return char ?? ''
  }
}

/** "the end of the text" or the character in quotes. */
export function shown(char: string): string {
  if (char === '') return 'the end of the text'
  return char < ' ' ? `the control character 0x${char.charCodeAt(0).toString(16).padStart(2, '0')}` : `'${char}'`
}

function skipComment(reader: Reader): void {
  const { text, offset } = reader
  const kind = text[offset + 1]
  if (kind !== '/' && kind !== '*') throw new JsonSyntaxError(`Unexpected ${shown('/')}`, offset)
  const end = kind === '/' ? text.indexOf('\n', offset) : text.indexOf('*/', offset + 2)
  if (end === -1 && kind === '*') throw new JsonSyntaxError('The comment has no end', offset)
  reader.offset = end === -1 ? text.length : end + (kind === '/' ? 1 : 2)
}
