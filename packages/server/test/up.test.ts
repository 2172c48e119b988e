import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect, test } from 'vitest'
import { consume, kafkaOf, produce } from './client.ts'
import { Sandbox } from './leat-process.ts'

test('prints exactly one line of JSON, and a foreign client can produce with nothing but it', async () => {
  await using sandbox = new Sandbox()
  const leat = await sandbox.up()
  expect(Object.keys(leat.line)).toEqual([
    'bootstrap',
    'sasl_ssl_bootstrap',
    'cluster',
    'api_key',
    'api_secret',
    'ca_file',
    'data_dir',
    'pid',
    'console',
    'control_plane',
    'rest_endpoint',
    'organization',
    'environment',
    'cloud_api_key',
    'cloud_api_secret',
    'email',
    'password',
    'schema_registry',
    'schema_registry_api_key',
    'schema_registry_api_secret',
    'audit_bootstrap',
    'audit_api_key',
    'audit_api_secret',
  ])
  expect(leat.line.cluster).toMatch(/^lkc-[a-z0-9]{6}$/)
  expect(leat.line.api_key).toMatch(/^[A-Z0-9]{16}$/)
  expect(leat.line.api_secret).toMatch(/^[A-Za-z0-9+/]{64}$/)
  expect(leat.line.pid).toBe(leat.child.pid)
  await produce(kafkaOf(leat.line), 'first', ['a', 'b'])
  leat.child.kill('SIGTERM')
  const { stdout } = await leat.ended
  expect(stdout.trim().split('\n')).toHaveLength(1)
})

test('a restart keeps key, cluster and records', async () => {
  await using sandbox = new Sandbox()
  const first = await sandbox.up()
  await produce(kafkaOf(first.line), 'kept', ['a', 'b', 'c'])
  first.child.kill('SIGTERM')
  await first.ended
  const second = await sandbox.up()
  const { cluster, api_key, api_secret, ca_file } = first.line
  expect(second.line).toMatchObject({ cluster, api_key, api_secret, ca_file })
  expect(await consume(kafkaOf(second.line), 'kept', 3)).toEqual(['a', 'b', 'c'])
})

test('kill -9 loses nothing acknowledged, and its lock does not outlive it', async () => {
  await using sandbox = new Sandbox()
  const first = await sandbox.up()
  await produce(kafkaOf(first.line), 'kept', ['a', 'b', 'c'])
  first.child.kill('SIGKILL')
  await first.ended
  expect((await sandbox.run('status')).stdout).toContain(`Process ${first.line.pid} ended without a clean stop`)
  const second = await sandbox.up()
  expect(await consume(kafkaOf(second.line), 'kept', 3)).toEqual(['a', 'b', 'c'])
})

test('SIGTERM ends it with 0 within a second, clients connected or not', async () => {
  await using sandbox = new Sandbox()
  const leat = await sandbox.up()
  const consumer = kafkaOf(leat.line).consumer({ groupId: 'waits', retry: { retries: 0 } })
  await produce(kafkaOf(leat.line), 'quiet', ['a'])
  await consumer.connect()
  await consumer.subscribe({ topic: 'quiet' })
  await consumer.run({ eachMessage: async () => {} })
  const began = performance.now()
  leat.child.kill('SIGTERM')
  const { code } = await leat.ended
  expect(code).toBe(0)
  expect(performance.now() - began).toBeLessThan(1000)
  await consumer.disconnect().catch(() => {})
})

test('a second instance on the same data is refused, naming process and directory', async () => {
  await using sandbox = new Sandbox()
  const leat = await sandbox.up()
  const second = await sandbox.run('up', '--ports', 'auto')
  expect(second.code).toBe(1)
  expect(second.stderr).toContain(`${leat.line.data_dir} is in use by process ${leat.line.pid}`)
  expect(second.stderr).toContain('./leat down')
})

/** Below the ports that the system gives out, so that no other test has one of those around it. */
const QUIET_BASE = 11_000 + (process.pid % 800) * 10

test('a busy port is named, with the way out', async () => {
  await using sandbox = new Sandbox()
  const port = QUIET_BASE
  const holder = createServer().listen(port, '127.0.0.1')
  await once(holder, 'listening')
  const refused = await sandbox.run('up', '--ports', String(port))
  holder.close()
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain(`port ${port} on 127.0.0.1 is in use: free it, or start with --ports auto`)
})

test.for([
  ['the control plane', -71],
  ['the system cluster', -72],
] as const)('so is that of %s', async ([, offset]) => {
  await using sandbox = new Sandbox()
  const port = QUIET_BASE + offset
  const holder = createServer().listen(port, '127.0.0.1')
  await once(holder, 'listening')
  const refused = await sandbox.run('up', '--ports', String(QUIET_BASE))
  holder.close()
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain(`port ${port} on 127.0.0.1 is in use: free it, or start with --ports auto`)
})

test('a busy port that another Leat has is told so', async () => {
  await using sandbox = new Sandbox()
  const base = String(QUIET_BASE)
  const leat = await sandbox.up('--name', 'orders', '--ports', base)
  const refused = await sandbox.run('up', '--ports', base)
  expect(refused.stderr).toContain(`held by Leat "orders", process ${leat.line.pid}`)
})

test('a certificate of one’s own is what clients see, and no other authority is named', async () => {
  const file = (name: string): string => new URL(`../../edge/testdata/test-only-${name}.pem`, import.meta.url).pathname
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up('--cert', file('cert'), '--key', file('key'))
  expect(line.ca_file).toBeNull()
  const port = Number(line.sasl_ssl_bootstrap.split(':')[1])
  const socket = connectTls({ host: 'localhost', port, servername: 'localhost', ca: readFileSync(file('cert')) })
  await once(socket, 'secureConnect')
  expect([socket.authorized, socket.getPeerX509Certificate()?.fingerprint256]).toEqual([
    true,
    new X509Certificate(readFileSync(file('cert'))).fingerprint256,
  ])
  socket.destroy()
})

test('nobody gets in from other machines without a key', async () => {
  await using sandbox = new Sandbox()
  const leat = await sandbox.up('--bind', '0.0.0.0', '--advertise', 'localhost')
  const port = Number(leat.line.bootstrap!.split(':')[1])
  // 127.0.0.2 stands for any address that is bound only by a wildcard.
  const socket = connect({ host: '127.0.0.2', port })
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNREFUSED')
})

test('a bound address that this machine lacks is refused, not skipped', async () => {
  await using sandbox = new Sandbox()
  const refused = await sandbox.run('up', '--ports', 'auto', '--bind', '192.0.2.1')
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain('192.0.2.1 is not an address of this machine')
})

test('a seed makes cluster and key reproducible, and stays on loopback for the life of its data', async () => {
  await using sandbox = new Sandbox()
  const first = await sandbox.up('--name', 'a', '--seed', 'lesson 1')
  const second = await sandbox.up('--name', 'b', '--seed', 'lesson 1')
  const { cluster, api_key, api_secret } = first.line
  expect(second.line).toMatchObject({ cluster, api_key, api_secret })
  first.child.kill('SIGTERM')
  await first.ended

  const open = ['--bind', '0.0.0.0', '--advertise', 'leat.example', '--ports', 'auto']
  expect((await sandbox.run('up', '--name', 'c', '--seed', 'lesson 1', ...open)).stderr).toContain('can be guessed')
  expect((await sandbox.run('up', '--name', 'a', ...open)).stderr).toContain('can be guessed')
  expect((await sandbox.run('up', '--name', 'a', '--seed', 'other', '--ports', 'auto')).stderr).toContain('another seed')
})

test('ephemeral data is gone with its process', async () => {
  await using sandbox = new Sandbox()
  const leat = await sandbox.up('--ephemeral')
  expect(existsSync(leat.line.data_dir)).toBe(true)
  leat.child.kill('SIGTERM')
  expect((await leat.ended).code).toBe(0)
  expect(existsSync(leat.line.data_dir)).toBe(false)
})

test('data of a newer Leat is refused', async () => {
  await using sandbox = new Sandbox()
  const leat = await sandbox.up()
  leat.child.kill('SIGTERM')
  await leat.ended
  const file = `${leat.line.data_dir}/leat.json`
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), format: 99 }))
  const refused = await sandbox.run('up', '--ports', 'auto')
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain('written by a newer Leat (format 99')
})

test("somebody's own directory does not become a platform", async () => {
  await using sandbox = new Sandbox()
  mkdirSync(`${sandbox.home}/mine`)
  writeFileSync(`${sandbox.home}/mine/letter.txt`, 'dear')
  const refused = await sandbox.run('up', '--data-dir', `${sandbox.home}/mine`, '--ports', 'auto')
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain("files that are not Leat's")
  expect((await sandbox.run('down', '--wipe', '--data-dir', `${sandbox.home}/mine`)).code).toBe(1)
  expect(existsSync(`${sandbox.home}/mine/letter.txt`)).toBe(true)
})

test('a directory whose path is too long for a socket is locked all the same', async () => {
  await using sandbox = new Sandbox()
  const dir = `${sandbox.home}/${'long/'.repeat(20)}data`
  const leat = await sandbox.up('--data-dir', dir)
  expect((await sandbox.run('up', '--data-dir', dir, '--ports', 'auto')).stderr).toContain(`in use by process ${leat.line.pid}`)
  expect((await sandbox.run('down', '--data-dir', dir)).code).toBe(0)
})

test('three brokers have a listener pair each, and stay three', async () => {
  await using sandbox = new Sandbox()
  const leat = await sandbox.up('--brokers', '3', '--no-plaintext')
  expect(leat.line.bootstrap).toBe(null)
  expect(leat.line.sasl_ssl_bootstrap.split(',')).toHaveLength(3)
  const admin = kafkaOf(leat.line).admin()
  await admin.connect()
  const { brokers, clusterId } = await admin.describeCluster()
  await admin.disconnect()
  expect(clusterId).toBe(leat.line.cluster)
  expect(brokers.map((broker) => `${broker.nodeId} ${broker.host}:${broker.port}`)).toEqual(
    leat.line.sasl_ssl_bootstrap.split(',').map((address, index) => `${index + 1} ${address}`),
  )
  leat.child.kill('SIGTERM')
  await leat.ended
  expect((await sandbox.run('up', '--brokers', '1', '--ports', 'auto')).stderr).toContain('was made with --brokers 3')
})

test('secrets are for their owner only', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up()
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)
  for (const name of ['secrets.json', 'tls/server-key.pem', 'clients/java.properties', 'clients/librdkafka.conf'])
    expect(modeOf(`${line.data_dir}/${name}`)).toBe('600')
  expect(modeOf(line.data_dir)).toBe('700')
})

test.for([
  [['up', '--prots', 'auto'], 'did you mean --ports?'],
  [['up', '--ephemeral', '--name', 'x'], '--ephemeral uses a directory of its own'],
  [['up', '--brokers', '2'], '1 or 3'],
  [['up', '--durability', 'maybe'], 'process or power'],
  [['up', '--cert', 'x.pem'], '--cert and --key go together'],
  [['down', 'now'], 'unexpected argument now'],
  [['start'], 'unknown command start'],
  [['env', '--format', 'xml'], 'one of sh, json, dotenv'],
] as const)('asked wrongly: %o', async ([args, sentence]) => {
  await using sandbox = new Sandbox()
  const { code, stderr } = await sandbox.run(...args)
  expect(code).toBe(2)
  expect(stderr).toContain(sentence)
})
