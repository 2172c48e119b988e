import type { Locator, Page } from 'playwright-core'
import type { Checks } from './checks.ts'
import type { Up } from './leat.ts'
import type { Watched } from './watched.ts'

/** What every act of the proof plays on. */
export interface Stage {
  readonly page: Page
  readonly up: Up
  readonly watched: Watched
  readonly checks: Checks
  /** Of a page by its path below `/console`. */
  readonly address: (path: string) => string
}

/** Opens a page of the console and waits until it has loaded what it shows. */
export async function show({ page, address }: Pick<Stage, 'page' | 'address'>, path: string): Promise<void> {
  await page.goto(address(path))
  await page.waitForSelector('main h1')
  await page.waitForSelector('[aria-label="Loading"]', { state: 'detached' })
}

/** Writes into an editor as people do. (Filling it at once lets Chromium keep the colours of what was there as an inline style, which the page's policy refuses with a complaint.) */
export async function write(editor: Locator, text: string): Promise<void> {
  await editor.press('ControlOrMeta+a')
  await editor.press('Delete')
  await editor.page().keyboard.insertText(text)
}
