import { expect, test } from 'vitest'
import { ConsumerProtocolSubscription } from './messages/generated/records/consumer-protocol-subscription.ts'
import { GroupMetadataKey } from './messages/generated/records/group-metadata-key.ts'
import { OffsetCommitKey } from './messages/generated/records/offset-commit-key.ts'
import { OffsetCommitValue } from './messages/generated/records/offset-commit-value.ts'
import { decodeRecord, encodeRecord, recordPrefix } from './versioned-record.ts'

test('a key begins with its record type, a value with its version', () => {
  const key = encodeRecord(OffsetCommitKey, 0, { group: 'g', topic: 't', partition: 3 })
  expect(key.toString('hex')).toBe('0001' + '000167' + '000174' + '00000003')
  expect(decodeRecord(OffsetCommitKey, key)).toEqual({ group: 'g', topic: 't', partition: 3 })

  const value = encodeRecord(OffsetCommitValue, 3, { offset: 9, metadata: '', commitTimestamp: 1 })
  expect(recordPrefix(value)).toBe(3)
  expect(decodeRecord(OffsetCommitValue, value)).toMatchObject({ offset: 9, leaderEpoch: -1, commitTimestamp: 1 })
})

test('a key of another type and a value of an unknown version are refused', () => {
  const key = encodeRecord(OffsetCommitKey, 0, {})
  expect(() => decodeRecord(GroupMetadataKey, key)).toThrow(expect.objectContaining({ kind: 'unsupported-version' }))
  expect(() => decodeRecord(OffsetCommitValue, Buffer.from('0063', 'hex'))).toThrow(
    expect.objectContaining({ kind: 'unsupported-version' }),
  )
  expect(() => decodeRecord(OffsetCommitValue, Buffer.from('00', 'hex'))).toThrow(expect.objectContaining({ kind: 'truncated' }))
})

test('a subscription newer than what we know is read as the newest known', () => {
  const subscription = encodeRecord(ConsumerProtocolSubscription, 3, { topics: ['t'], generationId: 5, rackId: 'r' })
  subscription.writeInt16BE(9, 0)
  expect(decodeRecord(ConsumerProtocolSubscription, Buffer.concat([subscription, Buffer.from('new')]))).toMatchObject({
    generationId: 5,
    rackId: 'r',
  })
})
