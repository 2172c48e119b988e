/** The four pictures of the project's README, of a Leat of its own with made-up data: `node packages/console/scripts/readme-shots.ts` writes them into `docs/images/`. */
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { startLeat } from '../../../conformance/console/leat.ts'
import { openBrowser } from './browser.ts'
import { openShop } from './demo-data.ts'

const IMAGES = join(import.meta.dirname, '../../../docs/images')
const SIZE = { width: 1280, height: 720 }
/** They are part of every clone. */
const BYTES_MAX = 150_000
/** What is drawn by hand is there a moment after the page. */
const DRAWN_MS = 800

await using leat = await startLeat()
const { up } = leat
await using _shop = await openShop(up)
const browser = await openBrowser()
try {
  const page = await (await browser.newContext({ viewport: SIZE, colorScheme: 'light' })).newPage()
  await page.goto(up.console)
  await page.getByRole('heading', { name: 'Environments' }).waitFor()
  const at = `/environments/${up.environment}/clusters/${up.cluster}`
  // In this order: the charts of the group fill while its page is open, the rates of the first once there are some.
  const shots = {
    group: { path: `${at}/groups/billing`, settleMs: 30_000 },
    home: { path: '/', settleMs: DRAWN_MS },
    messages: {
      path: `${at}/topics/orders?from=offset:40&filter=value.total%20%3E%2030&pin=status&partition=2&open=2/44`,
      settleMs: DRAWN_MS,
    },
    schemas: { path: `/environments/${up.environment}/schemas/orders-value?against=1`, settleMs: DRAWN_MS },
  }
  mkdirSync(IMAGES, { recursive: true })
  for (const [name, { path, settleMs }] of Object.entries(shots)) {
    await page.goto(`${up.control_plane}/console${path}`)
    await page.waitForSelector('main h1')
    await page.waitForSelector('[aria-label="Loading"]', { state: 'detached' })
    await page.waitForTimeout(settleMs)
    const file = join(IMAGES, `console-${name}.png`)
    await page.screenshot({ path: file })
    const { size } = statSync(file)
    process.stdout.write(`${file} ${size} bytes\n`)
    if (size > BYTES_MAX) throw new Error(`${file} has ${size} bytes, more than ${BYTES_MAX}`)
  }
} finally {
  await browser.close()
}
