import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { renderReadme } from '../scripts/readme.ts'

test('the README says what the engine serves: `node scripts/readme.ts` renews it', async () => {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  expect(await renderReadme(text)).toBe(text)
})
