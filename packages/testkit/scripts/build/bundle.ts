import { join } from 'node:path'
import { build, type BuildOptions } from 'esbuild'

/** What stays outside: the test runner is the user's, and the native checksum is optional wherever Leat runs. */
const EXTERNAL = ['vitest', '@node-rs/crc32']

/** Bundles both entry points as modules, and the main one for `require` too, which jest still uses. Answers the source files that went in. */
export async function bundle({ part, dist }: { readonly part: string; readonly dist: string }): Promise<readonly string[]> {
  const common = {
    bundle: true,
    platform: 'node',
    // Packages that have modules too: of a CommonJS one in a chunk of its own, `import()` sees no names.
    mainFields: ['module', 'main'],
    // `using` is lowered: test runners with parsers of their own read this file too.
    target: 'node22',
    external: EXTERNAL,
    metafile: true,
    absWorkingDir: part,
    logLevel: 'warning',
  } satisfies BuildOptions
  const index = join(part, 'src/index.ts')
  const modules = await build({
    ...common,
    format: 'esm',
    splitting: true,
    entryPoints: [index, join(part, 'src/vitest.ts')],
    outdir: dist,
    chunkNames: 'chunks/[name]-[hash]',
  })
  const commonjs = await build({
    ...common,
    format: 'cjs',
    entryPoints: [index],
    outfile: join(dist, 'index.cjs'),
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href" },
  })
  return [...new Set([modules, commonjs].flatMap(({ metafile }) => Object.keys(metafile.inputs)))].map((file) => join(part, file))
}
