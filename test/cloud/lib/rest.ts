/** Nothing but HTTP. */

/** `Basic …` or `Bearer …`; null sends no credentials. */
export type Credentials = string | null

export interface Asking {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer<T> {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; `{}` where there is none, or where it is no JSON. */
  readonly json: T
}

/** One server, and what it has answered so far. */
export interface Rest {
  call<T = object>(method: string, path: string, as: Credentials, asking?: Asking): Promise<Answer<T>>
  /** Bodies of all refusals, and what other clients put here: no secret may be in one. */
  readonly refusals: string[]
}

export function basic({ key, secret }: { readonly key: string; readonly secret: string }): string {
  return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
}

export function restOf(url: () => string): Rest {
  const refusals: string[] = []
  return {
    refusals,
    async call<T>(method: string, path: string, as: Credentials, { body, headers = {} }: Asking = {}) {
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
      const authorization = as === null ? {} : { authorization: as }
      // A connection each: Leat is stopped and killed in between, and a kept one would end with it.
      const answer = await fetch(`${url()}${path}`, {
        method,
        headers: { connection: 'close', 'content-type': 'application/json', ...authorization, ...headers },
        ...sent,
      })
      const text = await answer.text()
      if (answer.status >= 400) refusals.push(`${method} ${path}: ${text}`)
      return { status: answer.status, headers: answer.headers, text, json: parsed(text) as T }
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
