/** Builds the console into `dist/`, each file compressed beside it. The launcher runs it after installing and when a source is newer than the build. */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const ROOT = join(import.meta.dirname, '..')
/** Shorter files gain nothing. */
const BYTES_MIN = 1_024

/** Whole or not at all: whoever serves the old build goes on until the new one takes its place. */
export async function buildConsole(outDir = join(ROOT, 'dist')): Promise<void> {
  const making = `${outDir}.making`
  // Whoever builds, a test too: otherwise React comes with all that it tells developers.
  process.env['NODE_ENV'] = 'production'
  await build({ root: ROOT, configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn', build: { outDir: making, emptyOutDir: true } })
  for (const entry of readdirSync(making, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = readFileSync(path)
    const zipped = gzipSync(bytes, { level: 9 })
    if (bytes.length >= BYTES_MIN && zipped.length < bytes.length) writeFileSync(`${path}.gz`, zipped)
  }
  rmSync(outDir, { recursive: true, force: true })
  renameSync(making, outDir)
}

if (import.meta.main) await buildConsole()
