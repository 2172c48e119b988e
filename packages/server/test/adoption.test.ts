import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { consume, kafkaOf, produce } from './client.ts'
import { cloud } from './cloud.ts'
import { Sandbox } from './leat-process.ts'

/** A data directory as the first release left it: a cluster with a topic of two partitions, one key, no control plane. */
function unpack(into: string): { readonly cluster: string; readonly api_key: string; readonly api_secret: string } {
  const files = JSON.parse(readFileSync(new URL('fixtures/release-1.json', import.meta.url), 'utf8')) as Record<string, string>
  for (const [path, base64] of Object.entries(files)) {
    mkdirSync(dirname(`${into}/${path}`), { recursive: true })
    writeFileSync(`${into}/${path}`, Buffer.from(base64, 'base64'), { mode: 0o600 })
  }
  const json = (path: string): object => JSON.parse(readFileSync(`${into}/${path}`, 'utf8')) as object
  return { ...json('leat.json'), ...json('secrets.json') } as ReturnType<typeof unpack>
}

test('data of the first release is adopted: the same cluster, key and records, now with a control plane', async () => {
  await using sandbox = new Sandbox()
  const dir = `${sandbox.home}/data`
  const { cluster, api_key, api_secret } = unpack(dir)
  const first = await sandbox.up('--data-dir', dir)
  expect(first.line).toMatchObject({ cluster, api_key, api_secret })
  expect((await consume(kafkaOf(first.line), 'kept', 3)).toSorted()).toEqual(['a', 'b', 'c'])
  await produce(kafkaOf(first.line), 'kept', ['d'])
  const found = await cloud(first.line, 'GET', `/cmk/v2/clusters/${cluster}?environment=${first.line.environment}`)
  expect(found).toMatchObject({ status: 200, body: { status: { phase: 'PROVISIONED' } } })

  first.child.kill('SIGKILL')
  await first.ended
  const { line } = await sandbox.up('--data-dir', dir)
  const { organization, environment, cloud_api_key, password } = first.line
  expect(line).toMatchObject({ cluster, api_key, api_secret, organization, environment, cloud_api_key, password })
})
