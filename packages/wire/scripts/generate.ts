/**
 * Makes `src/messages/generated/` from Kafka's message definitions: `npm run generate [-- --from DIR]`.
 * The output depends on nothing but the definitions; `generated.test.ts` proves the committed files fresh.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { readDefinitions } from './generate/definitions.ts'
import { renderAll } from './generate/render-all.ts'

export const GENERATED_DIR = join(import.meta.dirname, '../src/messages/generated')
export const DEFINITIONS_DIR = join(import.meta.dirname, '../../../../shared/reference/kafka-messages')

/** Path below `generated/` to text. */
export function generate(definitionsDir: string): ReadonlyMap<string, string> {
  return renderAll(readDefinitions(definitionsDir))
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { from: { type: 'string', default: DEFINITIONS_DIR } } })
  const files = generate(values.from)
  for (const entry of readdirSync(GENERATED_DIR, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) rmSync(join(entry.parentPath, entry.name))
  }
  for (const [path, text] of files) {
    const target = join(GENERATED_DIR, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
  console.log(`${files.size} files`)
}
