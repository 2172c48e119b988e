import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crc32c, crc32cJs, loadNativeCrc32c } from './crc32c.ts'

describe('crc32c', () => {
  test('gives the check value of the catalogue, and those of RFC 3720 B.4', () => {
    expect(crc32c(Buffer.from('123456789'), 0, 9)).toBe(0xe3069283)
    expect(crc32c(Buffer.alloc(32), 0, 32)).toBe(0x8a9136aa)
    expect(crc32c(Buffer.alloc(32, 0xff), 0, 32)).toBe(0x62a8ab43)
    expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0, 32)).toBe(0x46dd794e)
    expect(crc32c(Buffer.alloc(0), 0, 0)).toBe(0)
  })

  test('agrees with the definition at every length and alignment', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), fc.nat(9), fc.nat(9), (content, before, behind) => {
        const bytes = Buffer.concat([Buffer.alloc(before, 1), content, Buffer.alloc(behind, 2)])
        const expected = bitByBit(content)
        expect(crc32c(bytes, before, before + content.length)).toBe(expected)
        expect(crc32cJs(bytes, before, before + content.length)).toBe(expected)
      }),
    )
  })

  test('agrees with the definition beyond one chunk', () => {
    const bytes = Buffer.from(Array.from({ length: 300_001 }, (_, i) => (i * 31 + (i >>> 7)) & 255))
    expect(crc32c(bytes, 1, bytes.length)).toBe(bitByBit(bytes.subarray(1)))
  })

  test('goes on after an attempt to load the native one, installed or not', () => {
    loadNativeCrc32c()
    expect(crc32c(Buffer.from('x123456789y'), 1, 10)).toBe(0xe3069283)
  })
})

function bitByBit(bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  return ~crc >>> 0
}
