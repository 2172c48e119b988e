import type { ReadStream, WriteStream } from 'node:tty'

const CTRL_C = '\x03'
const CTRL_D = '\x04'
const CTRL_U = '\x15'
const ERASE = ['\x7f', '\b']

/** Reads a line from a terminal without showing it. Null on Ctrl-C (which also interrupts) and on Ctrl-D at the start. */
export function readSecret(input: ReadStream, output: WriteStream, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    let text = ''
    input.setRawMode(true)
    input.setEncoding('utf8')
    const end = (answer: string | null): void => {
      input.off('data', onData)
      signal.removeEventListener('abort', onAbort)
      input.setRawMode(false)
      input.pause()
      output.write('\n')
      resolve(answer)
    }
    const onAbort = (): void => end(null)
    const onData = (typed: string): void => {
      for (const character of typed) {
        if (character === '\r' || character === '\n') return end(text)
        // In raw mode the terminal sends no signal by itself.
        if (character === CTRL_C) return void process.kill(process.pid, 'SIGINT')
        if (character === CTRL_D) return end(text === '' ? null : text)
        if (character === CTRL_U) text = ''
        else if (ERASE.includes(character)) text = Array.from(text).slice(0, -1).join('')
        else if (character >= ' ') text += character
      }
    }
    signal.addEventListener('abort', onAbort, { once: true })
    input.on('data', onData)
    input.resume()
  })
}
