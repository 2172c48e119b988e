import { seededRandom } from '@leat/base/sim'
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse, ErrorCode } from '@leat/wire'
import { expect, test } from 'vitest'
import { startTestEngine } from '../../../engine/src/testing/engine.ts'
import { randomMessage } from '../../../wire/src/testing/random-message.ts'
import { errorAnswer } from './error-answers.ts'

const REQUESTS = 20
const refusal = { errorCode: ErrorCode.KAFKA_STORAGE_ERROR, errorMessage: 'the disk is broken' }

/** Every error code in an answer, wherever it stands. */
function codesIn(answer: unknown): readonly number[] {
  const codes: number[] = []
  JSON.stringify(answer, (key, value: unknown) => {
    if (key === 'errorCode') codes.push(value as number)
    return typeof value === 'bigint' ? String(value) : value
  })
  return codes
}

test('every API that the engine serves can be refused, in every version', async () => {
  await using platform = await startTestEngine()
  const random = seededRandom('error-answers')
  const mute: string[] = []
  for (const { api, min, max } of platform.engine.apis.values()) {
    for (let version = min; version <= max; version++) {
      let refused = 0
      for (let count = 0; count < REQUESTS; count++) {
        const sent = Buffer.concat(encodeRequest(api, version, randomMessage(api.request, version, random)))
        const request = decodeRequest(api, version, sent, 0)
        let answer: unknown
        try {
          answer = errorAnswer(api, version, request, refusal)
        } catch (error) {
          expect(String(error)).toMatch(/has no place for an error/)
          continue
        }
        const codes = codesIn(decodeResponse(api, version, Buffer.concat(encodeResponse(api, version, answer as never)), 0))
        // Fields that the version lacks are read as 0.
        if (codes.includes(refusal.errorCode)) refused++
      }
      if (refused === 0) mute.push(`${api.name} v${version}`)
    }
  }
  // Kafka itself answers an empty list there.
  expect(mute).toEqual(['DescribeLogDirs v1', 'DescribeLogDirs v2'])
})
