import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Sandbox } from './leat-process.ts'

/** What `up` loads from outside this repository once its certificates exist: nothing. Think of start time and memory before you add a name. */
const THIRD_PARTY: readonly string[] = []
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
/** Files of this repository that both threads load together. A jump means that something new is loaded at every start. */
const OWN_FILES_MAX = 420

async function loadedBy(
  sandbox: Sandbox,
): Promise<{ readonly packages: readonly string[]; readonly own: readonly string[]; readonly node: readonly string[] }> {
  const record = `${sandbox.home}/loaded-${Math.random()}.txt`
  const hook = new URL('./record-imports.ts', import.meta.url).href
  sandbox.nodeOptions = `--import ${hook}?file=${encodeURIComponent(record)}`
  const leat = await sandbox.up()
  leat.child.kill('SIGTERM')
  await leat.ended
  const urls = [...new Set(readFileSync(record, 'utf8').trim().split('\n'))].filter((url) => !url.includes('record-imports'))
  const packages = urls.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? [])
  return {
    packages: [...new Set(packages)].sort(),
    own: urls.filter((url) => url.includes('/packages/') && !url.includes('/node_modules/')),
    node: urls.filter((url) => url.startsWith('node:')),
  }
}

test('up loads no third-party module, apart from the certificate encoder at the very first start', async () => {
  await using sandbox = new Sandbox()
  expect((await loadedBy(sandbox)).packages).toEqual(THIRD_PARTY_FIRST_START)
  const { packages, own, node } = await loadedBy(sandbox)
  expect(packages).toEqual(THIRD_PARTY)
  expect(own.length).toBeGreaterThan(20)
  expect(own.length).toBeLessThanOrEqual(OWN_FILES_MAX)
  expect(node).not.toContain('node:http')
})
