/**
 * Makes `dist/`, a package of its own: Node refuses TypeScript under `node_modules`, so what is installed from a registry is bundled.
 * `npm pack packages/testkit/dist` then makes the tarball. Nothing of it depends on anything but Node.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from './build/bundle.ts'
import { bundledLicences } from './build/licences.ts'
import { declarations } from './build/types.ts'

const PART = join(import.meta.dirname, '..')
const ROOT = join(PART, '../..')

/** Native `DisposableStack`, which the engine uses, came with Node 24. */
const NODE = '>=24'
/** Of the fixture only; what it is tested with. */
const VITEST = '>=5'

export async function build(dist: string): Promise<void> {
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist, { recursive: true })
  const inputs = await bundle({ part: PART, dist })
  for (const [file, text] of declarations({ root: ROOT, entries: ['packages/testkit/src/index.ts', 'packages/testkit/src/vitest.ts'] })) {
    mkdirSync(join(dist, 'types', file, '..'), { recursive: true })
    writeFileSync(join(dist, 'types', file), text)
  }
  writeFileSync(join(dist, 'THIRD-PARTY.txt'), bundledLicences(ROOT, inputs))
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`)
  copyFileSync(join(PART, 'README.md'), join(dist, 'README.md'))
  for (const file of ['LICENSE', 'NOTICE']) copyFileSync(join(ROOT, file), join(dist, file))
}

function manifest(): object {
  const { name, version, license } = JSON.parse(readFileSync(join(PART, 'package.json'), 'utf8'))
  const types = (entry: string): string => `./types/packages/testkit/src/${entry}.d.ts`
  return {
    name,
    version,
    description: 'A Kafka for tests, in the process of the test: real protocol, broken disks, virtual time.',
    license,
    type: 'module',
    exports: {
      '.': { types: types('index'), import: './index.js', require: './index.cjs' },
      './vitest': { types: types('vitest'), default: './vitest.js' },
      './package.json': './package.json',
    },
    engines: { node: NODE },
    peerDependencies: { vitest: VITEST },
    peerDependenciesMeta: { vitest: { optional: true } },
  }
}

/** Answers the tarball's path. */
export function pack(dist: string, into: string): string {
  const args = ['pack', dist, '--pack-destination', into, '--json', '--ignore-scripts', '--offline']
  const packed: unknown = JSON.parse(execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  // npm 12 answers by name, older ones with a list.
  const [{ filename }] = Object.values(packed as object) as [{ readonly filename: string }]
  return join(into, filename)
}

if (import.meta.main) {
  const dist = join(PART, 'dist')
  await build(dist)
  console.log(dist)
}
