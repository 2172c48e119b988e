import { expect, test } from 'vitest'
import { cloud } from './cloud.ts'
import { Sandbox, type UpLine } from './leat-process.ts'

/** Far from the ports of everything else on a machine that runs tests. */
const PORTS = 25_092

interface Answer {
  readonly status: number
  readonly body: unknown
}

/** The registry over HTTP: with the printed key, unless told. */
async function registry(
  line: UpLine,
  method: string,
  path: string,
  body?: object,
  key: readonly [string, string] | null = keyOf(line),
): Promise<Answer> {
  const authorization = key === null ? {} : { authorization: `Basic ${Buffer.from(key.join(':')).toString('base64')}` }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const headers = { ...authorization, 'content-type': 'application/vnd.schemaregistry.v1+json', connection: 'close' }
  const answer = await fetch(`${line.schema_registry}${path}`, { method, headers, ...sent })
  return { status: answer.status, body: await answer.json() }
}

function keyOf(line: UpLine): readonly [string, string] {
  return [line.schema_registry_api_key, line.schema_registry_api_secret]
}

const STRING = { schema: '"string"' }

test.for(['SIGTERM', 'SIGKILL'] as const)('schemas survive %s, at the same address and with the same key', async (signal) => {
  await using sandbox = new Sandbox()
  const first = await sandbox.up('--ports', String(PORTS))
  expect(first.line.schema_registry).toBe(`http://localhost:${PORTS - 1011}`)
  expect(await registry(first.line, 'GET', '/subjects')).toEqual({ status: 200, body: [] })
  expect(await registry(first.line, 'POST', '/subjects/s/versions', STRING)).toMatchObject({ status: 200, body: { id: 100_001 } })
  const json = { schema: '{"type":"object"}', schemaType: 'JSON' }
  expect(await registry(first.line, 'POST', '/subjects/j/versions', json, null)).toMatchObject({ status: 200, body: { id: 100_002 } })
  first.child.kill(signal)
  await first.ended

  const second = await sandbox.up('--ports', String(PORTS))
  expect(second.line).toMatchObject({
    schema_registry: first.line.schema_registry,
    schema_registry_api_key: first.line.schema_registry_api_key,
  })
  expect(await registry(second.line, 'GET', '/subjects')).toEqual({ status: 200, body: ['j', 's'] })
  expect(await registry(second.line, 'GET', '/schemas/ids/100001')).toMatchObject({ status: 200, body: STRING })
  expect(await registry(second.line, 'POST', '/subjects/t/versions', { schema: '"int"' })).toMatchObject({ body: { id: 100_003 } })
})

test('the control plane shows it, and its keys open it; no other key and no wrong one does', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up()
  const [shown] = (await cloud(line, 'GET', `/srcm/v3/clusters?environment=${line.environment}`)).body.data!
  expect(shown).toMatchObject({ spec: { http_endpoint: line.schema_registry } })
  const owner = { id: (await cloud(line, 'GET', '/iam/v2/users')).body.data![0]!.id }
  const spec = { display_name: 'of a test', owner, resource: { id: shown!.id, environment: line.environment } }
  const made = await cloud(line, 'POST', '/iam/v2/api-keys', { spec })
  expect(await registry(line, 'GET', '/subjects', undefined, [made.body.id, made.body.spec!.secret!])).toEqual({ status: 200, body: [] })
  for (const key of [
    [line.api_key, line.api_secret],
    [line.schema_registry_api_key, line.api_secret],
  ] as const) {
    expect(await registry(line, 'GET', '/subjects', undefined, key)).toEqual({
      status: 401,
      body: { error_code: 401, message: 'Unauthorized' },
    })
  }
})

test('a login opens it with a token, where it names the registry', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up()
  const [shown] = (await cloud(line, 'GET', `/srcm/v3/clusters?environment=${line.environment}`)).body.data!
  const tokens = async (path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<string> => {
    const init = {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', connection: 'close', ...headers },
    }
    return ((await (await fetch(`${line.control_plane}${path}`, init)).json()) as { token: string }).token
  }
  const session = await tokens('/api/sessions', { email: line.email, password: line.password })
  const access = await tokens('/api/access_tokens', {}, { authorization: `Bearer ${session}` })
  const asked = async (token: string, target: string): Promise<number> => {
    const headers = { authorization: `Bearer ${token}`, 'target-sr-cluster': target, connection: 'close' }
    return (await fetch(`${line.schema_registry}/subjects`, { headers })).status
  }
  for (const token of [session, access]) expect([await asked(token, shown!.id), await asked(token, 'lsrc-absent')]).toEqual([200, 401])
  expect(await asked(`${access}x`, shown!.id)).toBe(401)
})

test('it goes on while the control plane is stopped, and trusts nobody without a listener that does', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up('--no-plaintext')
  expect(await registry(line, 'GET', '/subjects', undefined, null)).toMatchObject({ status: 401 })
  expect((await sandbox.run('control', 'stop')).code).toBe(0)
  expect(await registry(line, 'POST', '/subjects/s/versions', STRING)).toMatchObject({ status: 200 })
  const { stdout } = await sandbox.run('env', '--format', 'dotenv')
  expect(stdout).toContain(`LEAT_SCHEMA_REGISTRY=${line.schema_registry}`)
  expect((await sandbox.run('status')).stdout).toContain(line.schema_registry)
})

test('a page of another origin gets nothing, and a name that is not its own neither', async () => {
  await using sandbox = new Sandbox()
  const { line } = await sandbox.up()
  const foreign = await fetch(`${line.schema_registry}/subjects`, { headers: { origin: 'https://evil.example' } })
  expect(foreign.status).toBe(403)
})
