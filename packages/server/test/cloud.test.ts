import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { consume, kafkaOf, produce } from './client.ts'
import { bootstrapOf, clientOf, cloud, createCluster, createKey, createTopic, provisioned } from './cloud.ts'
import { Sandbox } from './leat-process.ts'
import { parkedFetch } from './parked-fetch.ts'

/** Far from the ports of everything else on a machine that runs tests. */
const PORTS = 24_092

test.for(['SIGTERM', 'SIGKILL'] as const)('a cluster made at run time survives %s with its ports, data and keys', async (signal) => {
  await using sandbox = new Sandbox()
  const first = await sandbox.up('--ports', String(PORTS))
  const cluster = await createCluster(first.line, 'second')
  expect(bootstrapOf(cluster)).toBe(`localhost:${PORTS + 8}`)
  const login = await createKey(first.line, cluster)
  await createTopic(clientOf(first.line, login), 'kept')
  await produce(clientOf(first.line, login), 'kept', ['a', 'b'])
  first.child.kill(signal)
  await first.ended

  const second = await sandbox.up('--ports', String(PORTS))
  const again = await provisioned(second.line, cluster.id)
  expect(bootstrapOf(again)).toBe(bootstrapOf(cluster))
  expect(await consume(clientOf(second.line, login), 'kept', 2)).toEqual(['a', 'b'])
})

test('three clusters in one process know nothing of each other', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up()
  const clusters = [await createCluster(line, 'second'), await createCluster(line, 'third')]
  const logins = await Promise.all(clusters.map((cluster) => createKey(line, cluster)))
  await produce(kafkaOf(line), 'same', ['of the first'])
  for (const login of logins) {
    await createTopic(clientOf(line, login), 'same')
    await produce(clientOf(line, login), 'same', [`of ${login.bootstrap}`])
  }
  for (const login of logins) expect(await consume(clientOf(line, login), 'same', 1)).toEqual([`of ${login.bootstrap}`])
  expect(await consume(kafkaOf(line), 'same', 1)).toEqual(['of the first'])

  const [one, other] = logins
  await expect(produce(clientOf(line, { ...one!, bootstrap: other!.bootstrap }), 'same', ['x'])).rejects.toThrow(/authentication/i)
  await expect(produce(clientOf(line, { ...one!, bootstrap: line.sasl_ssl_bootstrap }), 'same', ['x'])).rejects.toThrow(/authentication/i)
  await expect(produce(clientOf(line, { ...one!, bootstrap: line.audit_bootstrap }), 'same', ['x'])).rejects.toThrow(/authentication/i)
})

test('a revoked key is cut within a second, and its cluster goes on', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up()
  const cluster = await createCluster(line, 'second')
  const [revoked, kept] = [await createKey(line, cluster), await createKey(line, cluster)]
  await createTopic(clientOf(line, revoked), 'orders')
  await produce(clientOf(line, revoked), 'orders', ['before'])
  const cut = await parkedFetch(line, revoked, 'orders')

  const began = performance.now()
  expect((await cloud(line, 'DELETE', `/iam/v2/api-keys/${revoked.username}`)).status).toBe(204)
  await expect(cut()).rejects.toThrow('the broker closed the connection')
  expect(performance.now() - began).toBeLessThan(1000)
  await expect(produce(clientOf(line, revoked), 'orders', ['after'])).rejects.toThrow(/authentication/i)
  await produce(clientOf(line, kept), 'orders', ['by another'])
  expect(await consume(clientOf(line, kept), 'orders', 2)).toEqual(['before', 'by another'])
})

test('a dedicated cluster shows brokers by its CKUs, and grows; deleted, its data and its ports are free', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up('--ports', String(PORTS))
  const cluster = await createCluster(line, 'large', { kind: 'Dedicated', cku: 1 })
  const login = await createKey(line, cluster)
  const brokers = async (): Promise<number> => {
    const admin = clientOf(line, login).admin()
    await admin.connect()
    const described = await admin.describeCluster()
    await admin.disconnect()
    return described.brokers.length
  }
  expect(await brokers()).toBe(4)
  const environment = { id: line.environment }
  await cloud(line, 'PATCH', `/cmk/v2/clusters/${cluster.id}`, { spec: { config: { kind: 'Dedicated', cku: 2 }, environment } })
  await expect.poll(brokers, { timeout: 10_000 }).toBe(6)

  const dir = `${line.data_dir}/clusters/${cluster.id}`
  expect(existsSync(dir)).toBe(true)
  expect((await cloud(line, 'DELETE', `/cmk/v2/clusters/${cluster.id}?environment=${line.environment}`)).status).toBe(204)
  await expect.poll(() => existsSync(dir), { timeout: 10_000 }).toBe(false)
  expect(bootstrapOf(await createCluster(line, 'next'))).toBe(`localhost:${PORTS + 8}`)
})

test('the audit log is read with its own key, which may do nothing else', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up()
  await produce(kafkaOf(line), 'orders', ['a'])
  const auditor = { bootstrap: line.audit_bootstrap, username: line.audit_api_key, password: line.audit_api_secret }
  const events = await consume(clientOf(line, auditor), 'confluent-audit-log-events', 2)
  expect(events.map((event) => (JSON.parse(event) as { type: string }).type)).toContain('io.confluent.kafka.server/authentication')
  for (const event of events) expect(event).not.toContain(line.api_secret)
  await expect(produce(clientOf(line, auditor), 'confluent-audit-log-events', ['forged'])).rejects.toThrow(/authori/i)
  await expect(consume(clientOf(line, auditor), '_leat.control', 1)).rejects.toThrow()
  await expect(produce(clientOf(line, { ...auditor, bootstrap: line.sasl_ssl_bootstrap }), 'orders', ['x'])).rejects.toThrow(
    /authentication/i,
  )
})

test('a cluster whose port somebody has fails alone', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up('--ports', String(PORTS))
  const holder = createServer().listen(PORTS + 8, '127.0.0.1')
  await once(holder, 'listening')
  await expect(createCluster(line, 'unlucky')).rejects.toThrow('FAILED')
  holder.close()
  await produce(kafkaOf(line), 'orders', ['a'])
  expect(bootstrapOf(await createCluster(line, 'next'))).toBe(`localhost:${PORTS + 9}`)
})
