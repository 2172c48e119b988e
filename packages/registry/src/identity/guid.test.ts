import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { guidOf, guidOfMd5 } from './guid.ts'

const ONE = String.fromCharCode(1)

/** The bytes spelled out, as the format says. */
function md5(text: string): string {
  const hex = createHash('md5').update(text, 'utf8').digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const PLAIN = { schema: '"string"', references: [], metadata: null, ruleSet: null }

test.for([
  ['a text alone', PLAIN, '"string"'],
  ['letters beyond ASCII', { ...PLAIN, schema: '"é€"' }, '"é€"'],
  [
    'references in their order, versions in four bytes',
    {
      ...PLAIN,
      references: [
        { name: 'b', subject: 'sb', version: 258 - 256 },
        { name: 'a', subject: 'sa', version: 1 },
      ],
    },
    `"string"bsb\0\0\0\u0002asa\0\0\0${ONE}`,
  ],
  ['empty metadata, which is not none', { ...PLAIN, metadata: {} }, `"string"${ONE}`],
  [
    'metadata sorted',
    { ...PLAIN, metadata: { tags: { y: ['2', '1'], x: [] }, properties: { '9': 'n', '10': 't' }, sensitive: ['b', 'a'] } },
    `"string"${ONE}xy1210t9nab`,
  ],
  [
    'rules with their defaults',
    {
      ...PLAIN,
      ruleSet: {
        migrationRules: [{ name: 'm', type: 'JSONATA', mode: 'UPGRADE' as const, disabled: true }],
        domainRules: [
          {
            name: 'd',
            doc: 'D',
            kind: 'CONDITION' as const,
            type: 'CEL',
            tags: ['q', 'p'],
            params: { b: '2', a: '1' },
            expr: 'e',
            onSuccess: 's',
            onFailure: 'f',
          },
        ],
        encodingRules: [{ name: 'e', type: 'ENCRYPT' }],
        enableAt: 'ALL',
      },
    },
    `"string"${ONE}mTRANSFORMUPGRADEJSONATA${ONE}dDCONDITIONWRITEREADCELpqa1b2esfeTRANSFORMWRITEREADENCRYPTALL`,
  ],
] as const)('the GUID hashes %s', ([, identity, bytes]) => {
  expect(guidOf(identity)).toBe(md5(bytes))
})

test('the GUID of the schema "string" is the MD5 of its text as a UUID', () => {
  expect(guidOf(PLAIN)).toBe(md5('"string"'))
  expect(guidOf({ ...PLAIN, schema: '' })).toBe('d41d8cd9-8f00-b204-e980-0998ecf8427e')
})

test('a record with a hash of its own keeps it', () => {
  expect(guidOfMd5('1B2M2Y8AsgTpgAmY7PhCfg==')).toBe('d41d8cd9-8f00-b204-e980-0998ecf8427e')
  expect(guidOfMd5('AAAA')).toBeNull()
})
