/**
 * What kcat prints per message, with lengths so that any bytes can be in it:
 *
 *   offset SP timestamp SP key length SP value length SP headers LF key value LF
 *
 * A length of -1 is null. Headers are name=value with commas between, and the data set has none with a comma inside.
 */
export const FORMAT = '%o %T %K %S %h\n%k%s\n'

export interface Message {
  readonly offset: number
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly (readonly [string, Buffer | null])[]
}

export function parseMessages(bytes: Buffer): Message[] {
  const messages: Message[] = []
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf('\n', at)
    const match = /^(\d+) (-?\d+) (-?\d+) (-?\d+) (.*)$/s.exec(bytes.toString('latin1', at, end))
    if (match === null) throw new Error(`not a line of kcat: ${bytes.toString('latin1', at, at + 80)}`)
    const keyEnd = end + 1 + Math.max(0, Number(match[3]))
    const valueEnd = keyEnd + Math.max(0, Number(match[4]))
    messages.push({
      offset: Number(match[1]),
      timestamp: Number(match[2]),
      key: Number(match[3]) < 0 ? null : bytes.subarray(end + 1, keyEnd),
      value: Number(match[4]) < 0 ? null : bytes.subarray(keyEnd, valueEnd),
      headers: headersOf(match[5]!),
    })
    at = valueEnd + 1
  }
  return messages
}

function headersOf(text: string): Message['headers'] {
  if (text === '') return []
  return text.split(',').map((pair) => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at), Buffer.from(pair.slice(at + 1), 'latin1')] as const
  })
}
