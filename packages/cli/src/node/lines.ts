import { StringDecoder } from 'node:string_decoder'
import type { Readable } from 'node:stream'

/** A longer line is an error: it would be held in memory whole. */
const LINE_LENGTH_MAX = 64 * 1024 * 1024

export interface Lines {
  /** The next line without its line feed; null at the end or when the signal aborts. */
  next(signal: AbortSignal): Promise<string | null>
}

/** Lines of a stream, one at a time: between two of them the stream is paused, so that others may read it. Opened with the first. */
export function openLines(open: () => Readable): Lines {
  let stream: Readable | null = null
  const decoder = new StringDecoder('utf8')
  const ready: string[] = []
  let rest = ''
  let ended = false
  let fault: Error | null = null
  let wake = (): void => {}
  const start = (): Readable => {
    const input = open()
    input.on('data', (chunk: Buffer) => {
      const pieces = (rest + decoder.write(chunk)).split('\n')
      rest = pieces.pop() ?? ''
      if (rest.length > LINE_LENGTH_MAX) input.destroy(new Error('a line is too long'))
      for (const piece of pieces) ready.push(piece.replace(/\r$/, ''))
      if (ready.length > 0) {
        input.pause()
        wake()
      }
    })
    input.on('end', () => {
      const last = rest + decoder.end()
      rest = ''
      if (last !== '') ready.push(last)
      ended = true
      wake()
    })
    input.on('error', (error) => {
      fault = error
      ended = true
      wake()
    })
    return input
  }
  return {
    async next(signal) {
      stream ??= start()
      while (ready.length === 0 && !ended && !signal.aborted) {
        const waiting = Promise.withResolvers<void>()
        wake = waiting.resolve
        signal.addEventListener('abort', wake, { once: true })
        stream.resume()
        await waiting.promise
        signal.removeEventListener('abort', wake)
      }
      stream.pause()
      if (fault !== null) throw fault as Error
      return signal.aborted ? null : (ready.shift() ?? null)
    },
  }
}
