import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where one is looked for, in this order. */
export const CHROMIUM_PATHS: readonly string[] = [
  ...(process.env['LEAT_CHROMIUM'] === undefined ? [] : [process.env['LEAT_CHROMIUM']]),
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** Debian's Chromium, or what LEAT_CHROMIUM names. Asks no network for anything. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = CHROMIUM_PATHS.find((path) => existsSync(path))
  if (executablePath === undefined)
    throw new Error('no Chromium: install one (Debian: apt-get install chromium), or name it in LEAT_CHROMIUM')
  return await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
