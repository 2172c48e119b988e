import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { nodeRandom } from '@leat/base/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeContext, type LoginContext } from '../src/config/model.ts'
import { openConfig } from '../src/config/store.ts'
import { purposeOf } from '../src/session/tokens.ts'
import { Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage[Symbol.asyncDispose]())

const said = async (...words: readonly string[]): Promise<string> => {
  const { output, exitCode } = await stage.play(words)
  return `${exitCode} ${output.map(({ text }) => text).join('')}`
}

test('nothing but a Leat is told who somebody is', async () => {
  const heard: string[] = []
  const server = createServer((request, answer) => {
    heard.push(`${request.method} ${request.url} ${request.headers.authorization ?? 'nobody'}`)
    // What the real cloud says to strangers.
    answer.writeHead(401, { 'www-authenticate': 'Basic realm="cloud"', 'content-type': 'application/json', connection: 'close' }).end('{}')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  stage.email = 'somebody@example.org'
  stage.password = 'precious'
  const answer = await said('login', '--url', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  server.close()
  stage.email = stage.password = null
  expect(answer).toContain('is not a Leat: it does not answer as one (HTTP status 401)')
  expect(heard).toEqual(['GET /leat/v1/kafka-clusters/any/explanations?principal=User:any nobody'])
})

/** The login as it is kept, with some of its secrets replaced. */
function tamper(secrets: Readonly<Record<string, string | null>>): void {
  const config = openConfig(stage.fs, '/home/someone/.config/leat', nodeRandom())
  const { currentContext } = config.read()
  config.change((all) =>
    changeContext(all, currentContext!, (login) => {
      const sealed = (field: string, value: string | null): string | null =>
        value === null ? null : config.seal(purposeOf(login, field), value)
      const names: Readonly<Record<string, keyof LoginContext>> = {
        token: 'sealedToken',
        'refresh token': 'sealedRefreshToken',
        password: 'sealedPassword',
      }
      return { ...login, ...Object.fromEntries(Object.entries(secrets).map(([field, value]) => [names[field], sealed(field, value)])) }
    }),
  )
}

const EXPIRED = `x.${Buffer.from('{"exp":1}').toString('base64url')}.x`
const REVOKED = `x.${Buffer.from('{"exp":99999999999}').toString('base64url')}.x`

test.for([
  ['expired', EXPIRED],
  ['refused', REVOKED],
  ['unreadable', 'x'],
])('a token that is %s is renewed with the refresh token, and kept', async ([, token]) => {
  await said('login')
  tamper({ token: token! })
  expect(await said('environment', 'list')).toMatch(/^0 /)
  // The refresh token was renewed with it.
  tamper({ token: token! })
  expect(await said('environment', 'list')).toMatch(/^0 /)
})

test('with a saved password the login renews itself, without one it says what to do', async () => {
  await said('login', '--save')
  tamper({ token: EXPIRED, 'refresh token': 'v1.unknown' })
  expect(await said('environment', 'list')).toMatch(/^0 /)
  tamper({ token: EXPIRED, 'refresh token': 'v1.unknown', password: null })
  expect(await said('environment', 'list')).toMatch(/^1 Error: your session has ended\n\nSuggestions:\n {4}Log in with "leat login"/)
})

test('another organization at the same address starts from nothing', async () => {
  await said('login')
  await said('kafka', 'cluster', 'use', stage.leat.cluster)
  await said('login')
  expect(await said('context', 'describe', '-o', 'json')).toContain('kafka_cluster')
  const config = openConfig(stage.fs, '/home/someone/.config/leat', nodeRandom())
  config.change((all) => changeContext(all, all.currentContext!, (login) => ({ ...login, organization: 'a Leat that was wiped' })))
  await said('login')
  expect(await said('context', 'describe', '-o', 'json')).not.toContain('kafka_cluster')
})
