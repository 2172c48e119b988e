import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildConsole } from '../scripts/build.ts'

/** Compressed, all that there is: with the editor, which comes when something is edited. */
const BYTES_MAX = 400_000
/** Compressed, what the first page waits for. */
const FIRST_BYTES_MAX = 200_000
const BUILD_MS_MAX = 60_000

const root = mkdtempSync(join(tmpdir(), 'leat-console-build-'))
const dir = join(root, 'dist')
const files = new Map<string, string>()

beforeAll(async () => {
  await buildConsole(dir)
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.gz')) continue
    files.set(join(entry.parentPath, entry.name).slice(dir.length + 1), readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  }
}, BUILD_MS_MAX)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const compressed = (names: Iterable<string>): number =>
  [...names].reduce((sum, name) => sum + gzipSync(files.get(name)!, { level: 9 }).length, 0)

/** The page, what it names, and what those files import at once. */
function firstFiles(): ReadonlySet<string> {
  const found = new Set(['index.html'])
  for (const name of found) {
    for (const [, asset] of files.get(name)!.matchAll(/(?:src|href)="\/console\/(assets\/[^"]+)"/g)) found.add(asset!)
    if (name.endsWith('.js'))
      for (const [, asset] of files.get(name)!.matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) found.add(`assets/${asset}`)
  }
  return found
}

test('it is no more than a few hundred kilobytes', () => {
  expect(files.size).toBeGreaterThan(20)
  expect(compressed(files.keys())).toBeLessThan(BYTES_MAX)
})

test('the first page waits for half of it at most, and not for the editor', () => {
  const first = firstFiles()
  expect(first.size).toBeGreaterThan(4)
  expect([...first].filter((name) => name.includes('code-editor'))).toEqual([])
  expect(compressed(first)).toBeLessThan(FIRST_BYTES_MAX)
})

test('nothing is loaded from elsewhere, and nothing stands inline', () => {
  const page = files.get('index.html')!
  expect([...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url).filter((url) => !url!.startsWith('/console/'))).toEqual([])
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/)
  for (const [name, text] of files) {
    if (name.endsWith('.css'))
      expect(
        [...text.matchAll(/url\(([^)]*)\)|@import/g)].filter(([, url]) => url === undefined || /^["']?(?:https?:)?\/\//.test(url)),
        name,
      ).toEqual([])
    if (name.endsWith('.js')) expect(text, name).not.toMatch(/(?:\bfrom|\bimport\s*\(?)\s*["'`]https?:/)
  }
})

test('each file that gains from it lies compressed beside itself', () => {
  for (const [name, text] of files)
    if (text.length > 2_000) expect(readdirSync(join(dir, name, '..')), name).toContain(`${name.split('/').at(-1)}.gz`)
})
