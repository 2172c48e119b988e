import { type Api, type Encodable, FrameSplitter, type RequestOf, encodeRequestFrame, parseRequestHeader } from '@leat/wire'
import { Fetch } from '@leat/wire/messages/01-fetch'
import { Produce } from '@leat/wire/messages/00-produce'
import { buildBatch, readRecords, batches } from '@leat/wire/records'
import { expect, test } from 'vitest'
import { callOf } from '../testing/call.ts'
import { type TestEngine, startTestEngine } from '../testing/engine.ts'

/**
 * Decision D8: a frame belongs to whoever gets it, and what came from the socket to the socket. So the chunks in which requests arrive are overwritten as soon
 * as the splitter has had them, as a socket that reads into one buffer again and again would do, and nothing that was stored may change.
 */
const FRAME_BYTES_MAX = 1_000_000
const GARBAGE = 0xee
const PARTITIONS = 3
const ROUNDS = 8

/** Brings requests as bytes of a stream, in chunks of `chunkBytes` that all lie in one buffer. */
function mangledStream(kafka: TestEngine, chunkBytes: number) {
  const chunk = Buffer.alloc(chunkBytes)
  const splitter = new FrameSplitter(FRAME_BYTES_MAX)
  const answers: Promise<unknown>[] = []
  return {
    answers,
    send<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>): void {
      const bytes = Buffer.concat(encodeRequestFrame(api, version, { correlationId: 1, clientId: 'test' }, message))
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        const size = bytes.copy(chunk, 0, at)
        splitter.push(chunk.subarray(0, size), (frame) => {
          const header = parseRequestHeader(frame, () => api)
          answers.push(kafka.engine.dispatch({ ...callOf(api, version, message), ...header, frame, decoded: undefined }))
        })
        chunk.fill(GARBAGE)
      }
    },
  }
}

function valuesOf(records: Buffer | null): string[] {
  return records === null ? [] : [...batches(records)].flatMap((at) => readRecords(records, at).map(({ value }) => value!.toString()))
}

// Small chunks cut every frame; large ones hold several. Without room in the cache all is read back from the disk.
test.for([
  { chunkBytes: 7, tailCacheBytesMax: 1_000_000 },
  { chunkBytes: 65_536, tailCacheBytesMax: 1_000_000 },
  { chunkBytes: 1_000, tailCacheBytesMax: 0 },
])('what was produced stays when its chunks are overwritten: $chunkBytes bytes each, cache of $tailCacheBytesMax', async (given) => {
  const log = { openFilesMax: 8, tailCacheBytesMax: given.tailCacheBytesMax, producersPerPartitionMax: 10 }
  await using kafka = await startTestEngine({ limits: { log } })
  const topicId = await kafka.createTopic('t', { partitions: PARTITIONS })
  const stream = mangledStream(kafka, given.chunkBytes)
  const expected: string[][] = Array.from({ length: PARTITIONS }, () => [])
  for (let round = 0; round < ROUNDS; round++) {
    // One partition's batch is much smaller than the frame: the cache copies it instead of keeping the rest alive.
    const partitionData = expected.map((values, index) => {
      const value = `${round}-${index}-${'x'.repeat(index === 0 ? 1 : 3_000)}`
      values.push(value)
      return { index, records: buildBatch({ records: [{ value: Buffer.from(value), timestamp: kafka.clock.now() }] }) }
    })
    stream.send(Produce, 9, { acks: -1, timeoutMs: 1_000, topicData: [{ name: 't', partitionData }] })
  }
  await kafka.clock.settle()
  expect(await Promise.all(stream.answers)).toHaveLength(ROUNDS)

  const partitions = expected.map((_, partition) => ({ partition, fetchOffset: 0, partitionMaxBytes: 1_000_000 }))
  const { responses } = await kafka.ask(Fetch, 16, {
    maxWaitMs: 0,
    minBytes: 1,
    topics: [{ topicId, partitions }],
    forgottenTopicsData: [],
  })
  expect(responses[0]!.partitions.map(({ records }) => valuesOf(records))).toEqual(expected)
})
