import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Each part may know the parts on its line and no other. Think before you add a word here: design.md's arrows are in ARCHITECTURE.md. */
const LAYERS = {
  base: [],
  wire: ['base'],
  log: ['base', 'wire'],
  engine: ['base', 'log', 'wire'],
  access: ['base'],
  edge: ['access', 'base', 'wire'],
  gateway: ['base', 'wire'],
  client: ['base', 'wire'],
  store: ['base', 'client', 'wire'],
  rest: ['access', 'base'],
  control: ['access', 'base', 'rest', 'store'],
  'kafka-rest': ['access', 'base', 'client', 'rest', 'wire'],
  registry: ['access', 'base', 'client', 'rest', 'store', 'wire'],
  // What clients call, generated from the endpoint definitions: they know the APIs, not their code.
  api: [],
  console: ['api'],
  // Of registry it takes how records are read and written by their schemas.
  cli: ['api', 'base', 'client', 'registry', 'wire'],
  server: ['access', 'base', 'client', 'control', 'edge', 'engine', 'kafka-rest', 'log', 'registry', 'rest', 'store', 'wire'],
  testkit: ['base', 'server', 'wire'],
} as const satisfies Record<string, readonly string[]>

const packages = new URL('../packages/', import.meta.url)

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
}

function manifestOf(part: string): Manifest {
  return JSON.parse(readFileSync(new URL(`${part}/package.json`, packages), 'utf8')) as Manifest
}

test('the layer table names every part and no other', () => {
  const parts = readdirSync(packages, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(parts.map((entry) => entry.name).sort()).toEqual(Object.keys(LAYERS).sort())
})

test.for(Object.entries(LAYERS))('%s declares exactly what it may know', ([part, may]) => {
  const knows = Object.keys(manifestOf(part).dependencies ?? {}).filter((name) => name.startsWith('@leat/'))
  expect(knows.map((name) => name.slice('@leat/'.length)).sort()).toEqual([...may].sort())
})

test.for(Object.entries(LAYERS))('%s imports only what it declares', ([part, may]) => {
  const allowed: readonly string[] = [...may, part]
  const folder = new URL(`${part}/`, packages)
  const strangers: string[] = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.parentPath.includes('node_modules')) continue
    // Tests stand above the layers: they may bring parts together.
    if (/\.test\.ts$|\/(test|scripts|testing)(\/|$)/.test(`${entry.parentPath}/${entry.name}`)) continue
    const text = readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8')
    for (const match of text.matchAll(/from '@leat\/([a-z-]+)/g)) {
      if (!allowed.includes(match[1]!)) strangers.push(`${entry.name} imports @leat/${match[1]!}`)
    }
  }
  expect(strangers).toEqual([])
})
