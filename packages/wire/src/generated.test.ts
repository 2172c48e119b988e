import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { DEFINITIONS_DIR, generate, GENERATED_DIR } from '../scripts/generate.ts'

// The definitions are not part of the repository: where they are not at hand, the golden bytes are the proof that is left.
test.skipIf(!existsSync(DEFINITIONS_DIR))('the generated files are fresh: npm run generate changes nothing', () => {
  const committed = new Map(
    readdirSync(GENERATED_DIR, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(GENERATED_DIR, path), readFileSync(path, 'utf8')]),
  )
  const fresh = generate(DEFINITIONS_DIR)
  expect([...committed.keys()].sort()).toEqual([...fresh.keys()].sort())
  for (const [path, text] of fresh) expect(committed.get(path), path).toBe(text)
})
