import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Sandbox } from './leat-process.ts'

/**
 * Files of this repository that each thread loads at a start, by part, with a little room for work inside a part. Think of start time and
 * memory before you raise a number: each file costs about a millisecond, and a jump means that something new is loaded at every start.
 */
const OWN_FILES_MAX = {
  // Of the control plane only its boot path: state, first entities, facts (among them which settings clients may change, and who may read the audit log).
  // Of REST and the registry only the listener. Of the store that it gathers decisions into batches, which control's state does not use, but the writer's path goes through.
  control: { access: 7, base: 17, client: 18, control: 27, rest: 4, server: 48, store: 11, wire: 50 },
  data: { access: 7, base: 17, edge: 64, engine: 100, log: 44, server: 16, wire: 84 },
} as const

/** What `up` loads from outside this repository once its certificates exist: nothing but the native checksum, some time after it is ready. */
const AFTER_READY = /^@node-rs\/crc32/
/** Made with the first start of a data directory only. */
const THIRD_PARTY_FIRST_START = [
  '@peculiar/asn1-schema',
  '@peculiar/asn1-x509',
  '@peculiar/utils',
  'asn1js',
  'pvtsutils',
  'pvutils',
  'tslib',
]

type Thread = keyof typeof OWN_FILES_MAX

interface Loaded {
  readonly packages: readonly string[]
  readonly node: readonly string[]
  /** Paths below `packages/`. */
  readonly own: Readonly<Record<Thread, readonly string[]>>
}

async function loadedBy(sandbox: Sandbox): Promise<Loaded> {
  const record = `${sandbox.home}/loaded-${Math.random()}.txt`
  const hook = new URL('./record-imports.ts', import.meta.url).href
  sandbox.nodeOptions = `--import ${hook}?file=${encodeURIComponent(record)}`
  const leat = await sandbox.up()
  leat.child.kill('SIGTERM')
  await leat.ended
  const lines = [...new Set(readFileSync(record, 'utf8').trim().split('\n'))].filter((line) => !line.includes('record-imports'))
  const loads = lines.map((line) => line.split(' ') as [Thread, string])
  const own = (wanted: Thread): string[] =>
    loads.flatMap(([thread, url]) => (thread === wanted ? (/^(?!.*\/node_modules\/).*\/packages\/(.*)$/.exec(url)?.[1] ?? []) : []))
  const packages = loads.flatMap(([, url]) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? [])
  return {
    packages: [...new Set(packages)].filter((name) => !AFTER_READY.test(name)).sort(),
    node: loads.map(([, url]) => url).filter((url) => url.startsWith('node:')),
    own: { control: own('control'), data: own('data') },
  }
}

/** The parts of which more files are loaded than allowed, or any although none is expected. */
function tooMany(files: readonly string[], allowed: Readonly<Record<string, number>>): Record<string, number> {
  const byPart = Object.groupBy(files, (path) => path.slice(0, path.indexOf('/')))
  const counts = Object.entries(byPart).map(([part, found]) => [part, found?.length ?? 0] as const)
  return Object.fromEntries(counts.filter(([part, count]) => count > (allowed[part] ?? 0)))
}

test('up loads no third-party module, apart from the certificate encoder at the very first start, and few files of its own', async () => {
  await using sandbox = new Sandbox()
  expect((await loadedBy(sandbox)).packages).toEqual(THIRD_PARTY_FIRST_START)
  const { packages, own, node } = await loadedBy(sandbox)
  expect(packages).toEqual([])
  expect(node).not.toContain('node:http')
  expect(tooMany(own.control, OWN_FILES_MAX.control)).toEqual({})
  expect(tooMany(own.data, OWN_FILES_MAX.data)).toEqual({})
  expect(own.data.length).toBeGreaterThan(100)
  // Nobody serves these: an import of all messages by a part that runs would bring them back.
  expect(own.data.filter((path) => /messages\/index\.ts$|describe-quorum|share-fetch/.test(path))).toEqual([])
  expect(own.control.filter((path) => /messages\/index\.ts$|^control\/.*(api|logic)\.ts$|http-handler|join-group/.test(path))).toEqual([])
})
