import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { Sandbox } from './leat-process.ts'

test('status, down and status again', async () => {
  await using sandbox = new Sandbox()
  expect(await sandbox.run('status')).toMatchObject({ code: 3, stdout: expect.stringContaining('There is no Leat') })
  const leat = await sandbox.up()
  const running = await sandbox.run('status')
  expect(running.code).toBe(0)
  expect(running.stdout).toContain(leat.line.bootstrap)
  expect(running.stdout).not.toContain(leat.line.api_secret)

  expect(await sandbox.run('down')).toMatchObject({ code: 0, stdout: `Leat stopped (process ${leat.line.pid}).\n` })
  expect((await leat.ended).code).toBe(0)
  expect(await sandbox.run('status')).toMatchObject({ code: 3, stdout: expect.stringContaining('Not running') })
  expect(await sandbox.run('down')).toMatchObject({ code: 0, stdout: 'Leat was not running.\n' })
})

test('a reader that goes away ends a command as SIGPIPE would, and a Leat that serves goes on', async () => {
  await using sandbox = new Sandbox()
  const leat = sandbox.unread('up', '--ports', 'auto')
  const isUp = async (): Promise<boolean> => (await sandbox.run('status')).stdout.includes(`Ready: process ${leat.child.pid}`)
  while (leat.child.exitCode === null && !(await isUp()));
  for (const command of ['status', 'env', 'terraform-env']) expect((await sandbox.unread(command).ended).code, command).toBe(141)
  expect(await sandbox.run('down')).toMatchObject({ code: 0, stdout: `Leat stopped (process ${leat.child.pid}).\n` })
  expect((await leat.ended).code).toBe(0)
})

test('down --wipe removes the data, running or not', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up()
  expect((await sandbox.run('down', '--wipe')).stdout).toContain(`Removed ${line.data_dir}`)
  expect(existsSync(line.data_dir)).toBe(false)
})

test('env tells each family what it needs, in each format', async () => {
  await using sandbox = new Sandbox()
  expect((await sandbox.run('env')).code).toBe(3)
  const { line } = await sandbox.up()
  const settings = JSON.parse((await sandbox.run('env', '--format', 'json')).stdout)
  expect(settings.java).toMatchObject({ 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': line.ca_file, 'sasl.mechanism': 'PLAIN' })
  expect(settings.librdkafka).toMatchObject({
    'ssl.ca.location': line.ca_file,
    'sasl.username': line.api_key,
    'sasl.password': line.api_secret,
  })

  const registry = {
    'schema.registry.url': line.schema_registry,
    'basic.auth.credentials.source': 'USER_INFO',
    'basic.auth.user.info': `${line.schema_registry_api_key}:${line.schema_registry_api_secret}`,
  }
  expect(settings.registry).toEqual(registry)
  expect(settings.java).toMatchObject(registry)
  for (const [name, value] of Object.entries(registry))
    expect(readFileSync(settings.leat.LEAT_JAVA_PROPERTIES, 'utf8')).toContain(`${name}=${value}\n`)
  // A client that does not know a setting refuses the whole file.
  expect(readFileSync(settings.leat.KCAT_CONFIG, 'utf8')).not.toContain('registry')

  const expected = { LEAT_SASL_SSL_BOOTSTRAP: line.sasl_ssl_bootstrap, LEAT_API_SECRET: line.api_secret, NODE_EXTRA_CA_CERTS: line.ca_file }
  expect(parseEnv((await sandbox.run('env', '--format', 'dotenv')).stdout)).toMatchObject(expected)
  const script = `${(await sandbox.run('env')).stdout}\nenv`
  expect(parseEnv(execFileSync('sh', ['-c', script], { encoding: 'utf8' }))).toMatchObject(expected)
})

test('doctor finds a healthy platform healthy', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up()
  const { code, stdout } = await sandbox.run('doctor')
  expect(stdout).toContain('All is well.')
  expect(code).toBe(0)
  expect(stdout).toContain(`SASL_SSL 127.0.0.1:${line.sasl_ssl_bootstrap.split(':')[1]} login: SASL PLAIN as ${line.api_key}`)
})

test('doctor names what is wrong: a foreign CA, open permissions, nothing running', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up()
  const other = await sandbox.up('--name', 'other')
  writeFileSync(line.ca_file, execFileSync('cat', [other.line.ca_file]))
  chmodSync(`${line.data_dir}/secrets.json`, 0o644)
  const ill = await sandbox.run('doctor')
  expect(ill.code).toBe(1)
  expect(ill.stdout).toContain('✗ secrets are readable by their owner only')
  expect(ill.stdout).toMatch(/✗ SASL_SSL 127.0.0.1:\d+ reachable[^]*CA file does not belong/)

  expect((await sandbox.run('down')).code).toBe(0)
  const down = await sandbox.run('doctor')
  expect(down.code).toBe(1)
  expect(down.stdout).toContain('start it with ./leat up')
})
