/** HTTP requests over connections that stay open, as fast as they are answered. */
import { Agent, request } from 'node:http'

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: object
}

export class HttpLoad implements Disposable {
  readonly #base: URL
  readonly #headers: Readonly<Record<string, string>>
  readonly #agent: Agent
  readonly #connections: number

  constructor(base: string, key: { readonly id: string; readonly secret: string }, connections: number) {
    this.#base = new URL(base)
    this.#headers = {
      authorization: `Basic ${Buffer.from(`${key.id}:${key.secret}`).toString('base64')}`,
      'content-type': 'application/json',
    }
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
    this.#connections = connections
  }

  /** @throws unless the answer is a success. */
  async call({ method, path, body }: HttpCall): Promise<string> {
    const sent = body === undefined ? '' : JSON.stringify(body)
    return await new Promise((resolve, reject) => {
      const headers = { ...this.#headers, 'content-length': Buffer.byteLength(sent) }
      const asked = request(new URL(path, this.#base), { method, headers, agent: this.#agent }, (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (part: string) => (text += part))
        answer.on('end', () =>
          answer.statusCode! < 300 ? resolve(text) : reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`)),
        )
      })
      asked.on('error', reject).end(sent)
    })
  }

  /** Requests per second of one call over and over for this long. */
  async rateOf(call: HttpCall, ms: number): Promise<number> {
    const began = performance.now()
    let count = 0
    const one = async (): Promise<void> => {
      while (performance.now() - began < ms) {
        await this.call(call)
        count += 1
      }
    }
    await Promise.all(Array.from({ length: this.#connections }, one))
    return (count / (performance.now() - began)) * 1000
  }

  /** All of these once, in order of beginning; the answers, and requests per second. */
  async each(calls: readonly HttpCall[]): Promise<{ readonly answers: readonly string[]; readonly perSecond: number }> {
    const answers: string[] = []
    const began = performance.now()
    let next = 0
    const one = async (): Promise<void> => {
      for (let at = next++; at < calls.length; at = next++) answers[at] = await this.call(calls[at]!)
    }
    await Promise.all(Array.from({ length: this.#connections }, one))
    return { answers, perSecond: (calls.length / (performance.now() - began)) * 1000 }
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
  }
}
