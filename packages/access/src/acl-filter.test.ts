import { expect, test } from 'vitest'
import { type AclFilter, matchesFilter } from './acl-filter.ts'
import type { AclBinding } from './vocabulary.ts'

const ANY: AclFilter = { resourceType: null, patternType: null, name: null, principal: null, host: null, operation: null, permission: null }
const literal: AclBinding = {
  resourceType: 'topic',
  patternType: 'literal',
  name: 'orders',
  principal: 'User:a',
  host: '*',
  operation: 'read',
  permission: 'allow',
}
const all: AclBinding = { ...literal, name: '*' }
const prefixed: AclBinding = { ...literal, patternType: 'prefixed', name: 'ord' }

test.for<readonly [string, Partial<AclFilter>, boolean[]]>([
  ['anything', {}, [true, true, true]],
  ['a name, any pattern: the name is compared as it is', { name: 'ord' }, [false, false, true]],
  ['a literal name', { patternType: 'literal', name: 'orders' }, [true, false, false]],
  ['the literal asterisk', { patternType: 'literal', name: '*' }, [false, true, false]],
  ['a prefix', { patternType: 'prefixed', name: 'ord' }, [false, false, true]],
  ['all prefixes', { patternType: 'prefixed' }, [false, false, true]],
  ['what decides about a name', { patternType: 'match', name: 'orders' }, [true, true, true]],
  ['what decides about another name', { patternType: 'match', name: 'orde' }, [false, true, true]],
  ['match without a name', { patternType: 'match' }, [true, true, true]],
  ['another type', { resourceType: 'group' }, [false, false, false]],
  ['the principal', { principal: 'User:a' }, [true, true, true]],
  ['everybody is a name like others', { principal: 'User:*' }, [false, false, false]],
  ['a host is a name, too', { host: '10.0.0.1' }, [false, false, false]],
  ['an operation is not implied', { operation: 'describe' }, [false, false, false]],
  ['a permission', { permission: 'deny' }, [false, false, false]],
])('a filter for %s', ([, filter, expected]) => {
  expect([literal, all, prefixed].map((acl) => matchesFilter(acl, { ...ANY, ...filter }))).toEqual(expected)
})
