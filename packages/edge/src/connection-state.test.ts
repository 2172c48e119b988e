import { expect, test } from 'vitest'
import { ApiKey } from '@leat/wire'
import {
  type Admission,
  admits,
  type ConnectionState,
  expectsRawToken,
  greeting,
  type Identity,
  loggedIn,
  opened,
  shakenHands,
} from './connection-state.ts'

const someone: Identity = { principal: { type: 'User', name: 'sa-1' }, tenant: 'lkc-1', username: 'KEY' }
const nobodyAsked: Identity = { principal: { type: 'User', name: 'admin' }, tenant: 'lkc-1', username: null }

const NOW = 10_000
const states = {
  greeting: greeting(),
  'authenticating, v0': { phase: 'authenticating', handshake: 0 },
  'authenticating, v1': { phase: 'authenticating', handshake: 1 },
  'open, nobody asked': opened(nobodyAsked, null),
  'open, logged in': opened(someone, NOW + 1),
  'open, login over': opened(someone, NOW),
  'open, logging in again': shakenHands(opened(someone, NOW), 1, NOW - 5),
  'open, logged in again a moment ago': { ...opened(someone, null), reauthenticatedAtMs: NOW - 999 },
  draining: { phase: 'draining' },
} as const satisfies Record<string, ConnectionState>

const keys = [ApiKey.ApiVersions, ApiKey.SaslHandshake, ApiKey.SaslAuthenticate, ApiKey.Produce] as const

// What each state says to ApiVersions, SaslHandshake, SaslAuthenticate, and any other API.
const table: readonly (readonly [keyof typeof states, ...Admission[]])[] = [
  ['greeting', 'serve', 'serve', 'close-unauthenticated', 'close-unauthenticated'],
  ['authenticating, v0', 'close-sasl-state', 'close-sasl-state', 'serve', 'close-sasl-state'],
  ['authenticating, v1', 'close-sasl-state', 'close-sasl-state', 'serve', 'close-sasl-state'],
  ['open, nobody asked', 'serve', 'refuse-sasl', 'refuse-sasl', 'serve'],
  ['open, logged in', 'serve', 'serve', 'refuse-sasl', 'serve'],
  ['open, login over', 'close-session-expired', 'serve', 'close-session-expired', 'close-session-expired'],
  ['open, logging in again', 'close-sasl-state', 'close-sasl-state', 'serve', 'close-sasl-state'],
  ['open, logged in again a moment ago', 'serve', 'refuse-sasl', 'refuse-sasl', 'serve'],
  ['draining', 'ignore', 'ignore', 'ignore', 'ignore'],
]

test.for(table)('%s', ([name, ...expected]) => {
  expect(keys.map((key) => admits(states[name], key, NOW))).toEqual(expected)
})

test('the table holds every state', () => {
  expect(table.map(([name]) => name)).toEqual(Object.keys(states))
})

test('bare tokens are expected after SaslHandshake v0 only', () => {
  expect(
    Object.entries(states)
      .filter(([, state]) => expectsRawToken(state))
      .map(([name]) => name),
  ).toEqual(['authenticating, v0'])
  expect(expectsRawToken(shakenHands(states['open, logged in'], 0, NOW))).toBe(true)
})

test('a first login opens; a later one extends, and only for the same principal of the same tenant', () => {
  expect(loggedIn(states['authenticating, v1'], someone, 7)).toEqual(opened(someone, 7))
  const again = states['open, logging in again']
  expect(loggedIn(again, { ...someone, username: 'ANOTHER-KEY' }, NOW + 50)).toMatchObject({
    phase: 'open',
    expiresAtMs: NOW + 50,
    reauthenticating: null,
    reauthenticatedAtMs: NOW - 5,
  })
  expect(loggedIn(again, { ...someone, principal: { type: 'User', name: 'sa-2' } }, null)).toBeNull()
  expect(loggedIn(again, { ...someone, tenant: 'lkc-2' }, null)).toBeNull()
})
