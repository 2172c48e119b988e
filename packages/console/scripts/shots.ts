/**
 * Pictures of pages of a running Leat, in light and dark, at laptop and phone width, into a folder of your choice:
 *
 *   node packages/console/scripts/shots.ts "$(./leat console)" /tmp/shots / /environments/env-…/clusters/lkc-…/topics
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser } from './browser.ts'

const SIZES = { laptop: { width: 1366, height: 820 }, phone: { width: 390, height: 844 } } as const
const THEMES = ['light', 'dark'] as const

const [link, folder, ...paths] = process.argv.slice(2)
if (link === undefined || folder === undefined || paths.length === 0) throw new Error('usage: shots.ts LINK FOLDER PATH...')
mkdirSync(folder, { recursive: true })
const browser = await openBrowser()
const context = await browser.newContext()
const page = await context.newPage()
page.on('console', (message) => message.type() === 'error' && process.stdout.write(`console: ${message.text()}\n`))
page.on('pageerror', (error) => process.stdout.write(`page: ${error.message}\n`))
await page.goto(link)
await page.waitForSelector('main h1')
const base = link.slice(0, link.indexOf('/console/') + '/console'.length)
for (const path of paths) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport)
    for (const theme of THEMES) {
      await page.evaluate((chosen) => localStorage.setItem('leat.theme', chosen), theme)
      await page.goto(base + path)
      await page.waitForSelector('main h1')
      await page.waitForSelector('[aria-label="Loading"]', { state: 'detached' })
      await page.waitForTimeout(300)
      const name = `${path.replace(/[^\w-]+/g, '_')}.${size}.${theme}.png`
      await page.screenshot({ path: join(folder, name) })
      process.stdout.write(`${name}\n`)
    }
  }
}
await browser.close()
