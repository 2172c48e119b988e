import { expect, test } from 'vitest'
import {
  type NodeIdentity,
  type SrMember,
  assignPrimary,
  decodeAssignment,
  decodeMember,
  encodeAssignment,
  encodeMember,
  isLeat,
  urlOf,
} from './sr-protocol.ts'

const identity: NodeIdentity = { host: 'h', port: 8081, isEligible: true, scheme: 'http' }

test('members and assignments are written byte for byte as other registries write them', () => {
  expect(String(encodeMember(identity, false))).toBe(
    '{"host":"h","port":8081,"master_eligibility":true,"scheme":"http","version":1,"leader":false}',
  )
  const member = { ...identity, memberId: 'sr-1-x', leads: true }
  expect(String(encodeAssignment({ kind: 'primary', member }))).toBe(
    '{"error":0,"master":"sr-1-x","master_identity":{"host":"h","port":8081,"master_eligibility":true,"scheme":"http","version":1,"leader":true},"version":1}',
  )
  expect(String(encodeAssignment({ kind: 'none' }))).toBe('{"error":0,"master":null,"master_identity":null,"version":1}')
  expect(String(encodeAssignment({ kind: 'duplicates' }))).toBe('{"error":1,"master":null,"master_identity":null,"version":1}')
})

test.for<[string, string, unknown]>([
  [
    'what Karapace says',
    '{"version":2,"karapace_version":"4","host":"k","port":8081,"master_eligibility":true,"scheme":"https"}',
    { host: 'k', scheme: 'https', leads: false, isEligible: true },
  ],
  [
    'old ones without a scheme',
    '{"host":"o","port":1,"master_eligibility":false,"version":1}',
    { host: 'o', scheme: 'http', isEligible: false },
  ],
  ['no JSON', 'hello', null],
  ['no host', '{"port":1}', null],
])('a member is read: %s', ([, text, expected]) => {
  const read = decodeMember('m', Buffer.from(text))
  if (expected === null) expect(read).toBeNull()
  else expect(read).toMatchObject(expected as object)
})

test('an assignment is read back, and what cannot be read is told from it', () => {
  const member = { ...identity, memberId: 'm', leads: true }
  for (const assignment of [{ kind: 'primary', member }, { kind: 'none' }, { kind: 'duplicates' }] as const)
    expect(decodeAssignment(encodeAssignment(assignment))).toEqual(assignment)
  for (const text of ['', '[]', '{}', '{"error":0,"master":"m","master_identity":null}'])
    expect(decodeAssignment(Buffer.from(text))).toBeNull()
})

function member(host: string, over: Partial<SrMember> = {}): SrMember {
  return { ...identity, host, memberId: `leat-registry-${host}`, leads: false, ...over }
}

const foreign = (host: string, over: Partial<SrMember> = {}): SrMember => member(host, { memberId: `sr-1-${host}`, ...over })

test.for<[string, readonly SrMember[], boolean | null, string]>([
  ['the smallest address', [member('b'), member('a'), member('c')], null, 'http://a:8081'],
  ['by text, not by number', [member('a', { port: 9 }), member('a', { port: 80 })], null, 'http://a:80'],
  ['of those eligible', [member('b'), member('a', { isEligible: false })], null, 'http://b:8081'],
  ['nobody', [member('a', { isEligible: false })], null, 'none'],
  ['two at one address', [member('a'), member('a', { memberId: 'other' }), member('b')], null, 'duplicates'],
  ['who is primary stays among Leat nodes', [member('a'), member('b', { leads: true })], null, 'http://b:8081'],
  ['but not without being asked in a mixed group', [foreign('a'), member('b', { leads: true })], null, 'http://a:8081'],
  [
    'one that may not become primary does not make a group mixed',
    [foreign('a', { isEligible: false }), member('c'), member('b', { leads: true }), member('a', { port: 1 })],
    null,
    'http://b:8081',
  ],
  ['sticky for all where it is said', [foreign('a'), foreign('b', { leads: true })], true, 'http://b:8081'],
  ['and for none', [member('a'), member('b', { leads: true })], false, 'http://a:8081'],
  ['two that say they are: the smaller', [member('c', { leads: true }), member('b', { leads: true }), member('a')], null, 'http://b:8081'],
])('primary is %s', ([, members, sticky, expected]) => {
  const chosen = assignPrimary(members, sticky)
  expect(chosen.kind === 'primary' ? urlOf(chosen.member) : chosen.kind).toBe(expected)
})

test('Leat nodes are known by their member id', () => {
  expect([member('a'), foreign('a')].map(isLeat)).toEqual([true, false])
})
