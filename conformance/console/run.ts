/**
 * The web console in a browser: the whole first walk, every page in its states, the large ones, and the end of it. Starts a Leat of its own and ends it by its pid:
 * `node conformance/console/run.ts [walk] [schemas] [states] [scale] [end]`. The last line is `N passed, N failed, 0 skipped`.
 */
import { openBrowser } from '../../packages/console/scripts/browser.ts'
import { checks as newChecks, same } from './checks.ts'
import { ensureChromium } from './chromium.ts'
import { startLeat } from './leat.ts'
import { largeOnes } from './scale.ts'
import { withSchemas } from './schemas.ts'
import type { Stage } from './stage.ts'
import { axe, everyState } from './states.ts'
import { firstWalk, logIn } from './walk.ts'
import { watch } from './watched.ts'

const VIEWPORT = { width: 1366, height: 820 }
/** Longer, and something hangs. */
const STEP_MS_MAX = 15_000

/** In this order; the pages of the third are filled by those before. */
const ACTS = { walk: firstWalk, schemas: withSchemas, states: everyState, scale: largeOnes, end: theEnd } as const
const chosen = process.argv.slice(2)

const checks = newChecks((line) => console.log(line))
await checks.check('the console can be shown at all', async () => {
  await ensureChromium()
  await using leat = await startLeat()
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({ viewport: VIEWPORT })
    const watched = await watch(context)
    const page = await context.newPage()
    page.setDefaultTimeout(STEP_MS_MAX)
    const { up } = leat
    const stage: Stage = { page, up, watched, checks, address: (path) => `${up.control_plane}/console${path}` }
    await logIn(stage)
    for (const [name, act] of Object.entries(ACTS)) if (chosen.length === 0 || chosen.includes(name)) await act(stage)
    await withoutLeat(stage, () => leat.end())
  } finally {
    await browser.close()
  }
})
console.log(`${checks.passed} passed, ${checks.failed} failed, 0 skipped`)
process.exitCode = checks.failed === 0 ? 0 : 1

/** Out, and in again by hand. */
async function theEnd(stage: Stage): Promise<void> {
  const { page, up, watched } = stage
  await checks.check('logging out ends the session in the server, and the login page is readable to everybody', async () => {
    await page.goto(stage.address('/'))
    const before = await page.context().cookies()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('heading', { name: 'Log in to Leat' }).waitFor()
    same(await axe(stage), [], 'axe')
    await page.context().addCookies(before)
    same(
      (await page.context().request.get(`${up.control_plane}/leat/v1/console/session`, { headers: { 'x-leat-console': '1' } })).status(),
      401,
      'status with the old cookie',
    )
    await page.context().clearCookies()
    same(watched.complaints(/status of 401/), [], 'complaints')
  })
  await checks.check('a wrong password is refused, the right one leads in', async () => {
    await page.goto(stage.address('/'))
    await page.getByLabel('E-mail').fill(up.email)
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Password').fill(up.password)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('heading', { name: 'Environments' }).waitFor()
    // Nobody is logged in, and the wrong password: the browser writes both down.
    same(watched.complaints(/status of 40[13]/), [], 'complaints')
  })
}

async function withoutLeat({ page, up, address }: Stage, end: () => Promise<void>): Promise<void> {
  await checks.check('when Leat is gone, what was shown stays, and what is asked for says what to do', async () => {
    // The code of all pages comes once the first one stands.
    const others = page.waitForResponse(/service-accounts-page/)
    await page.goto(address(`/environments/${up.environment}/clusters/${up.cluster}`))
    await page.getByText('Throughput, last ten minutes').waitFor()
    await others
    await end()
    await page.getByRole('link', { name: 'Service accounts' }).click()
    await page.getByRole('alert').filter({ hasText: 'Leat does not answer' }).waitFor({ timeout: 30_000 })
  })
}
