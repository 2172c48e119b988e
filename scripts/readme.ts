// `node scripts/readme.ts [--check]`: writes the table of what works today into the README, from the engine's own table of APIs.
import { readFileSync, writeFileSync } from 'node:fs'
import { silentLogger, silentMeter } from '@leat/base'
import { memoryFs, seededRandom, virtualClock } from '@leat/base/sim'
import { openEngine } from '@leat/engine'
import type { ApiTable } from '@leat/wire'
import { apis } from '@leat/wire/messages'

const BEGIN = '<!-- generated: works -->\n'
const END = '<!-- /generated -->'

/** What the APIs are for, in the order in which people look for them. Every served API stands in one row; a test of its own holds that. */
const GROUPS: readonly { readonly title: string; readonly keys: readonly number[] }[] = [
  { title: 'Producing', keys: [0, 22] },
  { title: 'Consuming', keys: [1, 2, 23] },
  { title: 'Consumer groups (classic protocol)', keys: [10, 11, 12, 13, 14, 8, 9, 15, 16, 42, 47] },
  { title: 'Topics', keys: [3, 75, 19, 20, 37, 21, 46] },
  { title: 'Settings', keys: [32, 33, 44, 74] },
  { title: 'Cluster', keys: [60, 35] },
  { title: 'Access', keys: [29, 30, 31] },
  { title: 'Connection', keys: [18, 17, 36] },
]
/** Answered by the edge, in front of every backend. */
const EDGE_KEYS: ReadonlySet<number> = new Set([17, 18, 29, 30, 31, 36])

async function servedApis(): Promise<ApiTable> {
  await using engine = await openEngine({
    fs: memoryFs(),
    dir: '/readme',
    clock: virtualClock(),
    random: seededRandom('readme'),
    logger: silentLogger,
    meter: silentMeter,
    clusterId: 'lkc-readme',
    nodes: [1],
    durability: 'none',
  })
  return engine.apis
}

/** The table as Markdown. Throws when an API is served that no row names. */
export async function worksTable(): Promise<string> {
  const served = await servedApis()
  const named = new Set(GROUPS.flatMap((group) => group.keys))
  const unnamed = [...served.keys()].filter((key) => !named.has(key))
  if (unnamed.length > 0) throw new Error(`name these APIs in scripts/readme.ts: ${unnamed.join(', ')}`)
  const rows = GROUPS.map(({ title, keys }) => {
    const cells = keys.flatMap((key) => {
      const api = apis.find((candidate) => candidate.key === key)!
      const range = served.get(key)
      if (range !== undefined) return [`${api.name} ${range.min}-${range.max}`]
      return EDGE_KEYS.has(key) ? [api.name] : []
    })
    return `| ${title} | ${cells.join(', ')} |`
  })
  return ['| | APIs and versions |', '|---|---|', ...rows, ''].join('\n')
}

/** The README with its generated part made anew. */
export async function renderReadme(text: string): Promise<string> {
  const from = text.indexOf(BEGIN)
  const to = text.indexOf(END)
  if (from < 0 || to < from) throw new Error('README.md has lost its generated part')
  return text.slice(0, from + BEGIN.length) + (await worksTable()) + text.slice(to)
}

if (import.meta.main) {
  const file = new URL('../README.md', import.meta.url)
  writeFileSync(file, await renderReadme(readFileSync(file, 'utf8')))
}
