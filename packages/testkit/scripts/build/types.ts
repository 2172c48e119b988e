import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

/** The declarations that `entries` (relative to `root`) need, each other's paths made relative: file below `root` to text. */
export function declarations({
  root,
  entries,
}: {
  readonly root: string
  readonly entries: readonly string[]
}): ReadonlyMap<string, string> {
  const work = mkdtempSync(join(tmpdir(), 'leat-types-'))
  try {
    const sources = sourcesByName(root)
    writeFileSync(join(work, 'tsconfig.json'), JSON.stringify(project(root, entries, sources)))
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', work], { encoding: 'utf8', stdio: 'pipe' })
    return reachable(join(work, 'emitted'), entries, sources)
  } finally {
    rmSync(work, { recursive: true })
  }
}

/** What each importable name of a part stands for, below the root: `@leat/wire/records` is `packages/wire/src/records/index.ts`. */
type Sources = ReadonlyMap<string, string>

function sourcesByName(root: string): Sources {
  const sources = new Map<string, string>()
  for (const part of readdirSync(join(root, 'packages'))) {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', part, 'package.json'), 'utf8')) as {
      readonly exports?: Readonly<Record<string, string>>
    }
    for (const [name, file] of Object.entries(manifest.exports ?? {})) sources.set(join('@leat', part, name), join('packages', part, file))
  }
  return sources
}

/** Parts are found by path: of what is found through `node_modules` no declarations are made, or only some, as chance has it. */
function project(root: string, entries: readonly string[], sources: Sources): object {
  return {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      noCheck: true, // `npm run ok` checks
      declaration: true,
      emitDeclarationOnly: true,
      outDir: './emitted',
      rootDir: root,
      typeRoots: [join(root, 'node_modules/@types')],
      paths: Object.fromEntries([...sources].map(([name, file]) => [name, [join(root, file)]])),
    },
    include: [],
    files: entries.map((entry) => join(root, entry)),
  }
}

function reachable(emitted: string, entries: readonly string[], sources: Sources): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  const waiting = entries.map(declarationOf)
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (texts.has(file)) continue
    const from = file
    const text = readFileSync(join(emitted, from), 'utf8')
    const named = text.replace(/(\bfrom |\bimport\()(['"])((?:\.|@leat\/)[^'"]+)\2/g, (_match, before: string, _quote, name: string) => {
      const target = name.startsWith('.') ? join(dirname(from), name) : sources.get(name)
      if (target === undefined) throw new Error(`${from} speaks of ${name}, which no part exports by that name`)
      waiting.push(declarationOf(target))
      const path = relative(dirname(from), target).replace(/\.ts$/, '.js')
      return `${before}'${path.startsWith('.') ? path : `./${path}`}'`
    })
    texts.set(from, named)
  }
  return texts
}

function declarationOf(source: string): string {
  return source.replace(/\.ts$/, '.d.ts')
}
