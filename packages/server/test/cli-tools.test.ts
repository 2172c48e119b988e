import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Sandbox } from './leat-process.ts'

/** A stand-in that writes down how it was called: one JSON line per call. */
const STAND_IN = `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require('node:fs')
const { HOME, SSL_CERT_FILE, CONFLUENT_CLOUD_EMAIL, CONFLUENT_CLOUD_PASSWORD, CONFLUENT_REAL } = process.env
const config = JSON.parse(readFileSync(HOME + '/.confluent/config.json', 'utf8'))
const call = { args: process.argv.slice(2), HOME, SSL_CERT_FILE, CONFLUENT_CLOUD_EMAIL, CONFLUENT_CLOUD_PASSWORD, CONFLUENT_REAL, config }
appendFileSync(process.env['CALLS'], JSON.stringify(call) + '\\n')
process.exit(process.argv.includes('fails') ? 7 : 0)
`

interface Call {
  readonly args: readonly string[]
  readonly HOME: string
  readonly SSL_CERT_FILE: string
  readonly CONFLUENT_CLOUD_PASSWORD?: string
  readonly CONFLUENT_REAL?: string
  readonly config: object
}

function withStandIn(sandbox: Sandbox): () => readonly Call[] {
  const bin = `${sandbox.home}/bin`
  const calls = `${sandbox.home}/calls.txt`
  mkdirSync(bin)
  writeFileSync(`${bin}/confluent`, STAND_IN)
  chmodSync(`${bin}/confluent`, 0o755)
  sandbox.environment = { PATH: `${bin}:${process.env['PATH']}`, CALLS: calls, CONFLUENT_REAL: 'the real cloud' }
  return () => {
    const lines = readFileSync(calls, 'utf8').trim().split('\n')
    writeFileSync(calls, '')
    return lines.map((line) => JSON.parse(line) as Call)
  }
}

test('the stock CLI runs in a home of its own, logged in once, and never sees the real cloud', async () => {
  await using sandbox = new Sandbox()
  const calls = withStandIn(sandbox)
  const { line } = await sandbox.up()
  expect((await sandbox.run('confluent', 'kafka', 'topic', 'list')).code).toBe(0)
  const made = calls()
  expect(made.map(({ args }) => args.join(' '))).toEqual([
    `login --url ${line.control_plane}/confluent.cloud`,
    `environment use ${line.environment}`,
    `kafka cluster use ${line.cluster}`,
    `api-key store ${line.api_key} ${line.api_secret} --resource ${line.cluster} --force`,
    `api-key use ${line.api_key}`,
    'kafka topic list',
  ])
  expect(made[0]!.CONFLUENT_CLOUD_PASSWORD).toBe(line.password)
  expect(made.at(-1)!.CONFLUENT_CLOUD_PASSWORD).toBe(undefined)
  for (const { HOME, CONFLUENT_REAL, SSL_CERT_FILE, config } of made) {
    expect([HOME, CONFLUENT_REAL, SSL_CERT_FILE]).toEqual([`${line.data_dir}/confluent-cli`, undefined, line.ca_file])
    expect(config).toEqual({ disable_feature_flags: true, disable_update_check: true, disable_plugins: true })
  }

  expect((await sandbox.run('confluent', 'kafka', 'topic', 'consume', 'orders', '--help')).code).toBe(0)
  expect(calls().map(({ args }) => args)).toEqual([
    ['kafka', 'topic', 'consume', 'orders', '--help', '--config', `ssl.ca.location=${line.ca_file}`],
  ])
  expect((await sandbox.run('confluent', '--name', 'default', 'fails')).code).toBe(7)
})

test('without the stock CLI, and without a Leat, it says what to do', async () => {
  await using sandbox = new Sandbox()
  sandbox.environment = { PATH: '/nowhere' }
  expect(await sandbox.run('confluent', 'login')).toMatchObject({ code: 127, stderr: expect.stringContaining('install the Confluent CLI') })
  withStandIn(sandbox)
  expect(await sandbox.run('confluent', 'login')).toMatchObject({ code: 3, stderr: expect.stringContaining('./leat up') })
})

test('terraform-env prints what the provider reads', async () => {
  await using sandbox = new Sandbox()
  expect((await sandbox.run('terraform-env')).code).toBe(3)
  const { line } = await sandbox.up()
  const { stdout } = await sandbox.run('terraform-env', '--format', 'json')
  expect(JSON.parse(stdout)).toMatchObject({
    TF_VAR_endpoint: line.control_plane,
    CONFLUENT_CLOUD_API_KEY: line.cloud_api_key,
    CONFLUENT_CLOUD_API_SECRET: line.cloud_api_secret,
    KAFKA_ID: line.cluster,
    KAFKA_REST_ENDPOINT: line.rest_endpoint,
    KAFKA_API_KEY: line.api_key,
    SCHEMA_REGISTRY_ID: expect.stringMatching(/^lsrc-/),
    SCHEMA_REGISTRY_REST_ENDPOINT: line.schema_registry,
    SCHEMA_REGISTRY_API_KEY: line.schema_registry_api_key,
    SCHEMA_REGISTRY_API_SECRET: line.schema_registry_api_secret,
  })
  expect((await sandbox.run('terraform-env')).stdout).toContain(`export TF_VAR_endpoint=${line.control_plane}\n`)
  await sandbox.run('control', 'stop')
  expect(await sandbox.run('terraform-env')).toMatchObject({ code: 1, stderr: expect.stringContaining('./leat control start') })
})

test('env has the cloud in it', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up()
  const { leat } = JSON.parse((await sandbox.run('env', '--format', 'json')).stdout) as { readonly leat: object }
  expect(leat).toMatchObject({
    LEAT_CONTROL_PLANE: line.control_plane,
    LEAT_ORGANIZATION: line.organization,
    LEAT_ENVIRONMENT: line.environment,
    LEAT_EMAIL: line.email,
    LEAT_PASSWORD: line.password,
    LEAT_CLOUD_API_KEY: line.cloud_api_key,
    LEAT_SCHEMA_REGISTRY: line.schema_registry,
    LEAT_SCHEMA_REGISTRY_CLUSTER: expect.stringMatching(/^lsrc-/),
    LEAT_SCHEMA_REGISTRY_API_KEY: line.schema_registry_api_key,
    LEAT_AUDIT_BOOTSTRAP: line.audit_bootstrap,
  })
})
