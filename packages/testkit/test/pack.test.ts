import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build, pack } from '../scripts/build.ts'

const PART = join(import.meta.dirname, '..')
const MODULES = join(PART, '../../node_modules')
const run = promisify(execFile)

/** A project outside the repository, with the tarball installed as a user would, and without network. */
let project: string

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'leat-testkit-'))
  const dist = join(project, 'built')
  await build(dist)
  const tarball = pack(dist, project)
  await rm(dist, { recursive: true })
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'somebody', private: true, type: 'module' }))
  await run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=peer', tarball], { cwd: project })
  await cp(join(MODULES, 'kafkajs'), join(project, 'node_modules/kafkajs'), { recursive: true })
})

afterAll(() => rm(project, { recursive: true }))

const node = async (args: readonly string[]): Promise<string> => {
  // What this run's own launcher set must not reach the user's project.
  const { stdout } = await run(process.execPath, args, { cwd: project, env: { PATH: process.env['PATH'] } })
  return stdout
}

test('the example of the README runs from the tarball', async () => {
  const readme = await readFile(join(project, 'node_modules/@leat/testkit/README.md'), 'utf8')
  const example = /```js\n([\s\S]*?)```/.exec(readme)![1]!
  await writeFile(join(project, 'example.test.js'), example)
  expect(await node(['--test', '--test-reporter=tap', 'example.test.js'])).toContain('# pass 1\n')
})

test('it can be required, as jest does', async () => {
  const script = `
    const { startLeat } = require('@leat/testkit')
    startLeat().then(async (leat) => {
      const topic = await leat.topic()
      console.log(require.resolve('@leat/testkit').split('/').at(-1), topic, leat.saslSsl.ca.split('\\n')[0])
      await leat.close()
    })`
  await writeFile(join(project, 'required.cjs'), script)
  expect(await node(['required.cjs'])).toBe('index.cjs topic-1 -----BEGIN CERTIFICATE-----\n')
})

test('its types hold in the project of a user', async () => {
  await mkdir(join(project, 'node_modules/@types'), { recursive: true })
  for (const name of ['@types/node', 'undici-types']) await symlink(join(MODULES, name), join(project, 'node_modules', name))
  await writeFile(
    join(project, 'typed.ts'),
    `
    import { startLeat } from '@leat/testkit'
    await using leat = await startLeat({ clock: 'virtual', saslSsl: false })
    await leat.clock.advance(1000)
    const none: null = leat.saslSsl
    leat.hijack('Produce', ({ body }) => (body.topicData[0]?.name === 'a' ? { error: 'NOT_LEADER_OR_FOLLOWER' } : undefined))
    leat.hijack('Fetch', async (request) => {
      const answer = await request.pass()
      const code: number = answer.responses[0]!.partitions[0]!.errorCode
      return { reply: { errorCode: code } }
    })
    // @ts-expect-error -- no such error
    leat.hijack('Fetch', () => ({ error: 'NO_SUCH_ERROR' }))
    // @ts-expect-error -- no such api
    leat.hijack('Fetsch', () => {})
    await using other = await startLeat()
    // @ts-expect-error -- real time cannot be moved
    await other.clock.advance(1)
    const login: string = other.saslSsl.password
    void [none, login]
    `,
  )
  const flags = '--ignoreConfig --noEmit --strict --module nodenext --target esnext --lib esnext --types node typed.ts'.split(' ')
  await run(process.execPath, [join(MODULES, '.bin/tsc'), ...flags], { cwd: project }).catch((error: { readonly stdout: string }) => {
    throw new Error(error.stdout)
  })
})
