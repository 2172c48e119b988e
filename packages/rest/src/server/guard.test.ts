import { expect, test } from 'vitest'
import { guardOf } from './guard.ts'

const guard = guardOf({
  allowedHosts: ['localhost', '127.0.0.1', '[::1]', 'leat.example:9021'],
  allowedOrigins: ['https://console.example'],
})
const get = (headers: Record<string, string>) => guard({ method: 'GET', scheme: 'http', headers })

test.for(['localhost', 'localhost:9021', 'LOCALHOST:1', 'localhost.:9021', '127.0.0.1:9021', '[::1]:9021', 'leat.example:9021'])(
  'host %s is answered',
  (host) => {
    expect(get({ host })).toEqual({ kind: 'passed', headers: {} })
  },
)

test.for([
  'evil.example',
  'localhost.evil.example',
  'evil.example:9021',
  'leat.example',
  'leat.example:80',
  '127.0.0.1.nip.io',
  '[::2]',
  '10.0.0.1',
  '0',
])('host %s is refused, and the message says what to do', (host) => {
  const verdict = get({ host })
  expect(verdict).toMatchObject({ kind: 'refused', problem: { status: 403 } })
  expect(JSON.stringify(verdict)).toMatch(/Use localhost or .* add the name to its allowed hosts/)
  expect(JSON.stringify(verdict)).not.toContain('evil')
})

test.for([
  '',
  'localhost:',
  'localhost:999999',
  'local host',
  'user@localhost',
  'localhost/x',
  'localhost:9021,evil.example',
  '<script>',
  ':9021',
])('host %j is no host', (host) => {
  expect(get({ host })).toMatchObject({ kind: 'refused', problem: { status: 400 } })
})

test('a request without Host is refused', () => expect(get({})).toMatchObject({ kind: 'refused', problem: { status: 400 } }))

test('the own origin may call, and needs no headers for it', () => {
  expect(get({ host: 'localhost:9021', origin: 'http://localhost:9021' })).toEqual({ kind: 'passed', headers: {} })
})

test.for([
  'null',
  'http://evil.example',
  'http://localhost:3000',
  'https://localhost:9021',
  'https://console.example.evil.example',
  'http://console.example',
  '',
])('a page of origin %j is refused', (origin) => {
  const verdict = get({ host: 'localhost:9021', origin })
  expect(verdict).toMatchObject({ kind: 'refused', problem: { status: 403 } })
  expect(JSON.stringify(verdict)).toContain('allowed origins')
})

test('a page of an allowed origin may call, and its browser is told so', () => {
  const headers = { host: 'localhost:9021', origin: 'https://console.example' }
  expect(get(headers)).toMatchObject({
    kind: 'passed',
    headers: { 'access-control-allow-origin': 'https://console.example', vary: 'origin' },
  })
  const asks = { ...headers, 'access-control-request-method': 'PATCH' }
  expect(guard({ method: 'OPTIONS', scheme: 'http', headers: asks })).toMatchObject({
    kind: 'preflight',
    headers: {
      'access-control-allow-origin': 'https://console.example',
      'access-control-allow-methods': expect.stringContaining('PATCH'),
      'access-control-allow-headers': expect.stringContaining('authorization'),
    },
  })
  expect(guard({ method: 'OPTIONS', scheme: 'http', headers: { ...asks, origin: 'http://evil.example' } })).toMatchObject({
    kind: 'refused',
  })
})
