/** Writes `src/generated/`: the list of commands. `node packages/cli/scripts/generate.ts`; a test holds it fresh. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandIndexFile } from './command-index.ts'

export const GENERATED = join(import.meta.dirname, '../src/generated')

export async function generatedFiles(): Promise<Readonly<Record<string, string>>> {
  return { 'commands.ts': await commandIndexFile() }
}

if (import.meta.main) {
  mkdirSync(GENERATED, { recursive: true })
  for (const [name, text] of Object.entries(await generatedFiles())) writeFileSync(join(GENERATED, name), text)
}
