import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { seededRandom } from '@leat/base/sim'
import type { HttpHandler } from '@leat/rest'
import { call } from '@leat/rest/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withConsole } from './console-files.ts'

const dir = mkdtempSync(join(tmpdir(), 'leat-console-'))
const SCRIPT = 'console.log(1)'.repeat(200)
const apis: HttpHandler = async ({ path }) => ({ status: 299, headers: { 'www-authenticate': 'Basic' }, body: path })
const handler = withConsole(apis, { dir, random: seededRandom('nonce') })
const get = (path: string, headers = {}) => call(handler, { path, headers })

beforeAll(() => {
  mkdirSync(join(dir, 'assets'))
  writeFileSync(join(dir, 'index.html'), '<script nonce="__CSP_NONCE__"></script><meta content="__CSP_NONCE__">')
  writeFileSync(join(dir, 'assets/index-a1.js'), SCRIPT)
  writeFileSync(join(dir, 'assets/index-a1.js.gz'), gzipSync(SCRIPT))
  writeFileSync(join(dir, 'icon.svg'), '<svg/>')
})
afterAll(() => rmSync(dir, { recursive: true }))

test('the root leads to the console', async () => {
  expect(await get('/')).toMatchObject({ status: 302, headers: { location: '/console/' } })
})

test.for(['/console/', '/console/environments/env-1/clusters/lkc-1/topics', '/console/environments/a.b'])(
  '%s is the page, with a nonce of its own',
  async (path) => {
    const [first, second] = [await get(path), await get(path)]
    expect(first.headers['content-type']).toBe('text/html; charset=utf-8')
    const nonce = /'nonce-([^']+)'/.exec(first.headers['content-security-policy']!)![1]!
    expect(first.text).toBe(`<script nonce="${nonce}"></script><meta content="${nonce}">`)
    expect(first.headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self';.*frame-ancestors 'none'/)
    expect(second.headers['content-security-policy']).not.toContain(nonce)
  },
)

test('files come compressed to who can read that, and are kept by name', async () => {
  const plain = await get('/console/assets/index-a1.js')
  expect(plain).toMatchObject({ status: 200, text: SCRIPT, headers: { 'content-type': 'text/javascript; charset=utf-8' } })
  expect(plain.headers['cache-control']).toContain('immutable')
  expect((await get('/console/assets/index-a1.js', { 'accept-encoding': 'gzip, br' })).headers['content-encoding']).toBe('gzip')
})

test('HEAD tells the length and no more', async () => {
  const answer = await call(handler, { method: 'HEAD', path: '/console/assets/index-a1.js' })
  expect(answer).toMatchObject({ status: 200, text: '', headers: { 'content-length': String(SCRIPT.length) } })
})

test.for(['/console/assets/gone-b2.js', '/console/assets/gone.css'])(
  '%s is not there, and the page does not stand in for it',
  async (path) => {
    expect((await get(path)).status).toBe(404)
  },
)

test.for(['/console/../secret.js', '/console/assets/..%2f..%2fsecret.js', '/console/assets/../../secret.js', '/console/.hidden.js'])(
  '%s leads to no file outside',
  async (path) => {
    writeFileSync(join(dir, '../secret.js'), 'secret')
    expect((await get(path)).text).not.toContain('secret')
    rmSync(join(dir, '../secret.js'))
  },
)

test.for(['/org/v2/environments', '/consoles', '/api/me'])('%s goes to the APIs', async (path) => {
  expect(await get(path)).toMatchObject({ status: 299, text: path })
})

test('what is not read goes to the APIs, whatever its path', async () => {
  expect((await call(handler, { method: 'POST', path: '/console/' })).status).toBe(299)
})

test('before it is built it says so', async () => {
  const none = withConsole(apis, { dir: join(dir, 'none'), random: seededRandom('nonce') })
  expect(await call(none, { path: '/console/' })).toMatchObject({ status: 503 })
})

test('the console is not challenged, others are', async () => {
  expect((await get('/api/me')).headers).toEqual({ 'www-authenticate': 'Basic' })
  expect((await get('/api/me', { 'x-leat-console': '1' })).headers).toEqual({})
})
