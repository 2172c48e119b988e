import { expect, test } from 'vitest'
import { consume, kafkaOf, produce } from './client.ts'
import { clientOf, cloud, createCluster, createKey, createTopic } from './cloud.ts'
import { Sandbox } from './leat-process.ts'

test('with the control plane stopped, data planes serve on, across their own restart', async () => {
  await using sandbox = new Sandbox()
  const ports = ['--ports', '25092'] as const
  const first = await sandbox.up(...ports)
  const cluster = await createCluster(first.line, 'second')
  const login = await createKey(first.line, cluster)
  await createTopic(clientOf(first.line, login), 'kept')

  expect(await sandbox.run('control', 'stop')).toMatchObject({ code: 0, stdout: expect.stringContaining('serve on') })
  expect((await sandbox.run('status')).stdout).toContain('stopped (./leat control start)')
  await expect(cloud(first.line, 'GET', '/org/v2/environments')).rejects.toThrow()
  await produce(kafkaOf(first.line), 'kept', ['a'])
  await produce(clientOf(first.line, login), 'kept', ['b'])
  const acl = {
    resourceType: 2,
    resourceName: 'kept',
    resourcePatternType: 3,
    principal: 'User:sa-1',
    host: '*',
    operation: 3,
    permissionType: 3,
  }
  const admin = clientOf(first.line, login).admin()
  await admin.connect()
  await expect(admin.createAcls({ acl: [acl] })).rejects.toThrow()
  await admin.disconnect()

  first.child.kill('SIGKILL')
  await first.ended
  const second = await sandbox.up(...ports)
  expect(second.line.control_plane).toBe(null)
  expect(await consume(kafkaOf(second.line), 'kept', 1)).toEqual(['a'])
  await expect.poll(() => consume(clientOf(second.line, login), 'kept', 1).catch(String), { timeout: 20_000 }).toEqual(['b'])

  expect(await sandbox.run('control', 'start')).toMatchObject({ code: 0 })
  expect((await cloud({ ...second.line, control_plane: first.line.control_plane }, 'GET', '/org/v2/environments')).status).toBe(200)
})

test('the switch is kept when nothing runs, and asked wrongly it says so', async () => {
  await using sandbox = new Sandbox()
  expect(await sandbox.run('control', 'stop')).toMatchObject({ code: 3 })
  expect(await sandbox.run('control', 'pause')).toMatchObject({ code: 2, stderr: expect.stringContaining('stop or start') })
  const first = await sandbox.up()
  first.child.kill('SIGTERM')
  await first.ended
  expect(await sandbox.run('control', 'stop')).toMatchObject({ code: 0, stdout: expect.stringContaining('next ./leat up') })
  expect((await sandbox.up()).line.control_plane).toBe(null)
})
