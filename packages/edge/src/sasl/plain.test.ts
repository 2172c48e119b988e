import { expect, test } from 'vitest'
import { virtualClock } from '@leat/base/sim'
import { credentialTable, hashSecret } from '../credentials.ts'
import { loginThrottle } from './login-throttle.ts'
import { verifyPlain } from './plain.ts'

const salt = Buffer.from('salt')
const key = (tenant: string | null) => ({ principal: { type: 'User', name: 'sa-1' }, tenant, salt, hash: hashSecret('S€CRET', salt) })
const credentials = credentialTable([
  ['KEY', key('lkc-1')],
  ['FOREIGN', key('lkc-2')],
])
const verify = (token: string, tenant: string | null = 'lkc-1') =>
  verifyPlain(Buffer.from(token), credentials, { name: 'SASL_SSL', tenant })

test.for([
  ['\0KEY\0S€CRET', null],
  ['KEY\0KEY\0S€CRET', null],
  ['OTHER\0KEY\0S€CRET', 'other-authorization-id'],
  ['\0KEY\0S€CRET\0', 'malformed-token'],
  ['KEY\0S€CRET', 'malformed-token'],
  ['', 'malformed-token'],
  ['\0\0S€CRET', 'malformed-token'],
  ['\0KEY\0', 'malformed-token'],
  ['\0KEY\0S€CRET ', 'invalid-credentials'],
  ['\0key\0S€CRET', 'invalid-credentials'],
  ['\0FOREIGN\0S€CRET', 'invalid-credentials'],
] as const)('%j: %s', ([token, failure]) => {
  const result = verify(token)
  expect(result.ok ? null : result.error.failure).toBe(failure)
})

test('a listener of no tenant takes the keys of all, and the session belongs to the key’s', () => {
  const result = verify('\0FOREIGN\0S€CRET', null)
  expect(result).toEqual({ ok: true, value: { principal: { type: 'User', name: 'sa-1' }, tenant: 'lkc-2', username: 'FOREIGN' } })
})

test('a table tells which keys were revoked or got another secret', () => {
  const table = credentialTable([['KEY', key('lkc-1')]])
  const revoked: string[] = []
  const told = table.onRevoked((username) => revoked.push(username))
  table.set('KEY', key('lkc-1'))
  table.set('NEW', key('lkc-1'))
  expect(revoked).toEqual([])
  table.set('KEY', { ...key('lkc-1'), hash: hashSecret('NEWER', salt) })
  table.revoke('NEW')
  table.revoke('NEW')
  expect(revoked).toEqual(['KEY', 'NEW'])
  told[Symbol.dispose]()
  table.revoke('KEY')
  expect(revoked).toHaveLength(2)
})

test('failed logins of an address are answered ever later, up to a limit, until it was quiet for a minute', async () => {
  const clock = virtualClock()
  const throttle = loginThrottle(clock, { loginFailureDelayMs: 100, loginFailureDelayMaxMs: 1_000, loginFailureAddressesMax: 2 })
  expect([1, 2, 3, 4, 5, 6].map(() => throttle.failed('a'))).toEqual([100, 200, 400, 800, 1_000, 1_000])
  expect(throttle.failed('b')).toBe(100)
  await clock.advance(60_001)
  expect(throttle.failed('a')).toBe(100)
  expect(throttle.failed('a')).toBe(200)
  throttle.failed('c')
  throttle.failed('d')
  // Only two addresses are remembered.
  expect(throttle.failed('a')).toBe(100)
})
