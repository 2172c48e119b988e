import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Debian's Chromium, or what LEAT_CHROMIUM names. Asks no network for anything. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = [process.env['LEAT_CHROMIUM'], ...CHROMIUM].find((path) => path !== undefined && existsSync(path))
  if (executablePath === undefined) throw new Error('no Chromium: install one (Debian: apt-get install chromium), or name it in LEAT_CHROMIUM')
  return await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
}
