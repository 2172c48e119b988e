import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type JsonPiece, JsonStream } from './json-stream.ts'

const LIMITS = { bytesMax: 1_000, depthMax: 10 }

function piecesOf(chunks: readonly Buffer[], limits = LIMITS): { readonly pieces: readonly JsonPiece[]; readonly isComplete: boolean } {
  const stream = new JsonStream(limits)
  const pieces = chunks.flatMap((chunk) => [...stream.push(chunk)])
  return { pieces, isComplete: stream.isComplete }
}

function textsOf(pieces: readonly JsonPiece[]): readonly string[] {
  return pieces.map((piece) => (piece.kind === 'object' ? piece.text.toString() : piece.kind))
}

/** The bytes cut at these places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length))
}

describe('a stream of JSON objects', () => {
  test('is cut into the same objects however it arrives', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })).map((value) => JSON.stringify(value))
    const space = fc.constantFrom('', ' ', '\n', '\r\n\t')
    fc.assert(
      fc.property(fc.array(fc.tuple(object, space)), fc.array(fc.nat()), (parts, places) => {
        const bytes = Buffer.from(parts.map(([text, gap]) => text + gap).join(''))
        const { pieces, isComplete } = piecesOf(cut(bytes, places), { bytesMax: 1_000_000, depthMax: 100 })
        expect(textsOf(pieces)).toEqual(parts.map(([text]) => text))
        expect(isComplete).toBe(true)
      }),
    )
  })

  test('may hold braces, quotes and backslashes in its strings', () => {
    const texts = ['{"a":"}{"}', String.raw`{"a":"\"}"}`, String.raw`{"a":"\\"}`, '{"[":["]"]}']
    const bytes = Buffer.from(texts.join(''))
    for (let size = 1; size < 6; size++) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
      expect(textsOf(piecesOf(chunks).pieces)).toEqual(texts)
    }
  })

  test('is over at what begins no object', () => {
    const { pieces } = piecesOf([Buffer.from('{} [{}]'), Buffer.from('{}')])
    expect(textsOf(pieces)).toEqual(['{}', 'garbage'])
  })

  test('is not complete within an object', () => {
    expect(piecesOf([Buffer.from('{} {"a":')]).isComplete).toBe(false)
    expect(piecesOf([Buffer.from('{"a":"}')]).isComplete).toBe(false)
    expect(piecesOf([Buffer.from('{} \n')]).isComplete).toBe(true)
  })

  test('drops an object over a limit and goes on behind it', () => {
    const large = `{"a":"${'x'.repeat(2_000)}"}`
    const deep = `{"a":${'['.repeat(20)}${']'.repeat(20)}}`
    const bytes = Buffer.from(`{}${large}{"b":1}${deep}{"c":2}`)
    const expected = ['{}', 'too-large', '{"b":1}', 'too-deep', '{"c":2}']
    expect(textsOf(piecesOf([bytes]).pieces)).toEqual(expected)
    expect(textsOf(piecesOf(cut(bytes, [1, 500, 1_500, 2_010, 2_030])).pieces)).toEqual(expected)
  })

  test('keeps no more of an object than its limit', () => {
    const stream = new JsonStream(LIMITS)
    expect([...stream.push(Buffer.from('{"a":"'))]).toEqual([])
    for (let i = 0; i < 10_000; i++) expect([...stream.push(Buffer.alloc(100, 'x'))]).toEqual([])
    expect(textsOf([...stream.push(Buffer.from('"}{}'))])).toEqual(['too-large', '{}'])
  })
})
