import { expect, test } from 'vitest'
import { namedSchema, withId } from './wire-format.ts'

const GUID = '89791762-2336-4186-9674-299b90a802e2'
const GUID_BYTES = Buffer.from(`01${GUID.replaceAll('-', '')}`, 'hex')
const header = (key: string, value: Buffer | null) => ({ key, value })

test.for([
  ['an id in front', '000000000548', [], { ref: { kind: 'id', id: 5 }, payload: '48' }],
  ['a GUID in front', `${GUID_BYTES.toString('hex')}48`, [], { ref: { kind: 'guid', guid: GUID }, payload: '48' }],
  ['a GUID in the header', '48', [header('__value_schema_id', GUID_BYTES)], { ref: { kind: 'guid', guid: GUID }, payload: '48' }],
  ['an id in the header', '48', [header('__value_schema_id', withId(7, Buffer.alloc(0)))], { ref: { kind: 'id', id: 7 }, payload: '48' }],
  [
    'indexes of a message in the header, before the payload',
    '0a00',
    [header('__value_schema_id', Buffer.concat([GUID_BYTES, Buffer.from([4, 2, 0])]))],
    { ref: { kind: 'guid', guid: GUID }, payload: '0402000a00' },
  ],
  [
    'the last of two headers',
    '48',
    [header('__value_schema_id', withId(7, Buffer.alloc(0))), header('__value_schema_id', GUID_BYTES)],
    { ref: { kind: 'guid', guid: GUID }, payload: '48' },
  ],
  ['a header of the key alone', '000000000548', [header('__key_schema_id', GUID_BYTES)], { ref: { kind: 'id', id: 5 }, payload: '48' }],
  ['a header that is none', '000000000548', [header('__value_schema_id', Buffer.from('x'))], { ref: { kind: 'id', id: 5 }, payload: '48' }],
] as const)('%s names the schema', ([, hex, headers, { ref, payload }]) => {
  expect(namedSchema(Buffer.from(hex, 'hex'), headers, false)).toEqual({ ref, payload: Buffer.from(payload, 'hex') })
})

test.for(['', '00', '00000000', '01aabb', '7b7d', '0200000001'])('bytes %s name none', (hex) => {
  expect(namedSchema(Buffer.from(hex, 'hex'), [], false)).toBeNull()
})
