import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Route } from 'playwright-core'
import { same } from './checks.ts'
import { consolePages } from './pages.ts'
import { show, type Stage } from './stage.ts'

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const THEMES = ['light', 'dark'] as const
/** As the APIs word it: each in its form, the console reads all. */
const FORBIDDEN = {
  status: 403,
  contentType: 'application/json',
  body: JSON.stringify({ errors: [{ detail: 'You may not see this' }], error_code: 40301, message: 'You may not see this' }),
}

/** Every page while it loads, when it is refused, and full: readable to everybody, in both themes, and without a complaint. */
export async function everyState(stage: Stage): Promise<void> {
  const { page, up, checks, watched } = stage
  for (const { name, path, asks } of consolePages(up)) {
    await checks.check(`${name}: its place is held while it loads`, async () => {
      const released = Promise.withResolvers<void>()
      await page.route(asks, (route: Route) => released.promise.then(() => route.fallback()))
      await page.goto(stage.address(path))
      await page.getByLabel('Loading').first().waitFor()
      released.resolve()
      await page.getByLabel('Loading').first().waitFor({ state: 'detached' })
      await page.unroute(asks)
    })
    await checks.check(`${name}: a refusal is shown in its words`, async () => {
      await page.route(asks, (route) => route.fulfill(FORBIDDEN))
      await page.goto(stage.address(path))
      await page.getByRole('alert').filter({ hasText: 'You may not see this' }).first().waitFor()
      await page.unroute(asks)
      same(watched.complaints(/status of 403/), [], 'complaints')
    })
    await checks.check(`${name}: full, in light and dark, axe finds nothing and nothing is complained of`, async () => {
      for (const theme of THEMES) {
        await page.evaluate(`localStorage.setItem('leat.theme', '${theme}')`)
        await show(stage, path)
        same(await axe(stage), [], `axe in ${theme}`)
      }
      same(watched.complaints(), [], 'complaints')
    })
  }
  await checks.check('an address that leads nowhere says so', async () => {
    await page.goto(stage.address('/nowhere'))
    await page.getByText('There is no such page').waitFor()
    same(await axe(stage), [], 'axe')
  })
}

interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly html: string }[]
}

const HTML_CHARS_MAX = 160

/** What axe finds, each with the first place. Debugging sees past the page's Content-Security-Policy: it is injected, not loaded. */
export async function axe({ page }: Pick<Stage, 'page'>): Promise<readonly string[]> {
  await page.evaluate(AXE)
  const violations = await page.evaluate<readonly Violation[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then((found) => found.violations)',
  )
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html.slice(0, HTML_CHARS_MAX)} (${nodes.length})`)
}
