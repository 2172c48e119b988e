import type { HttpRequest } from '@leat/rest'

const NAME = 'leat_session'
/** Sent by the console with every request. A page of another origin cannot send it without asking first, and is refused then: what the cookie allows only our own page does. */
export const CONSOLE_HEADER = 'x-leat-console'
const COOKIES_LENGTH_MAX = 8_192
const MS_PER_SECOND = 1_000

/** The session of the console in this request; null without it, or without the console's own header. */
export function consoleToken({ headers }: Pick<HttpRequest, 'headers'>): string | null {
  const cookies = headers['cookie']
  if (headers[CONSOLE_HEADER] !== '1' || cookies === undefined || cookies.length > COOKIES_LENGTH_MAX) return null
  for (const cookie of cookies.split(';')) {
    const [name, value] = cookie.trim().split('=', 2)
    if (name === NAME && value !== undefined && value !== '') return value
  }
  return null
}

/** RFC 6265bis: no script reads it, no other site sends it. */
export function sessionCookie(token: string, { scheme }: Pick<HttpRequest, 'scheme'>, lifeMs: number): string {
  const parts = [`${NAME}=${token}`, 'HttpOnly', 'SameSite=Strict', 'Path=/', `Max-Age=${Math.floor(lifeMs / MS_PER_SECOND)}`]
  return [...parts, ...(scheme === 'https' ? ['Secure'] : [])].join('; ')
}
