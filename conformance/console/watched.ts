import type { BrowserContext, ConsoleMessage, Page, Request } from 'playwright-core'

/** What a page complained of, and what it asked for, since it was last taken. */
export interface Watched {
  /** Errors of console and scripts, and violations of the Content-Security-Policy. `expected`: those that the check provoked. */
  complaints(expected?: RegExp): readonly string[]
  /** Requests to APIs: `GET /leat/v1/…`. */
  requests(): readonly string[]
}

const VIOLATION = `addEventListener('securitypolicyviolation', (event) =>
  console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + (event.sample || '')))`

export async function watch(context: BrowserContext): Promise<Watched> {
  let complaints: string[] = []
  let requests: string[] = []
  await context.addInitScript(VIOLATION)
  context.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
  })
  context.on('page', (page: Page) => page.on('pageerror', (error) => complaints.push(`script: ${error.message}`)))
  context.on('request', (request: Request) => {
    const { pathname } = new URL(request.url())
    if (!pathname.startsWith('/console/')) requests.push(`${request.method()} ${pathname}`)
  })
  return {
    complaints(expected) {
      const taken = complaints.filter((text) => expected?.test(text) !== true)
      complaints = []
      return taken
    },
    requests() {
      const taken = requests
      requests = []
      return taken
    },
  }
}
