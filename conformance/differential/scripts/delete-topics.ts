import { ZERO_UUID } from '@leat/wire'
import { CreatePartitions, DeleteRecords, DeleteTopics, Metadata } from '@leat/wire/messages'
import { ask, type Script, type Step } from '../script.ts'
import { create, readAll, topicId, UNKNOWN_ID, writeValues } from './common.ts'

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `delete-topics-${letter}`)
const [A, B, C, D, E, F] = NAMES as [string, string, string, string, string, string]

const grow = (
  label: string,
  name: string,
  count: number,
  assignments: readonly (readonly number[])[] | null = null,
  validateOnly = false,
): Step =>
  ask(label, CreatePartitions, 3, {
    timeoutMs: 5000,
    validateOnly,
    topics: [{ name, count, assignments: assignments?.map((brokerIds) => ({ brokerIds })) ?? null }],
  })
const cut = (label: string, name: string, partitionIndex: number, offset: number): Step =>
  ask(label, DeleteRecords, 2, { timeoutMs: 1000, topics: [{ name, partitions: [{ partitionIndex, offset }] }] })

export const deleteTopics: Script = {
  name: 'delete-topics',
  moves: [
    create(...NAMES.map((name) => ({ name }))),
    writeValues('write', F, '1', '2', '3', '4'),
    cut('nothing', F, 0, 0),
    cut('two records', F, 0, 2),
    cut('back', F, 0, 1),
    cut('beyond the end', F, 0, 5),
    cut('negative', F, 0, -2),
    cut('all', F, 0, -1),
    cut('cut an unknown topic', 'delete-topics-absent', 0, 0),
    cut('cut an unknown partition', F, 1, 0),
    cut('cut the internal topic', '__consumer_offsets', 0, 0),
    ask('records, v0', DeleteRecords, 0, { timeoutMs: 1000, topics: [{ name: F, partitions: [{ partitionIndex: 0, offset: 4 }] }] }),
    ask('records, v1', DeleteRecords, 1, { timeoutMs: 1000, topics: [{ name: F, partitions: [{ partitionIndex: 0, offset: 4 }] }] }),
    readAll('read below the start', F, 1),
    readAll('read from the end', F, 4),
    grow('to 3', F, 3),
    grow('to 3 again', F, 3),
    grow('to 2', F, 2),
    grow('to 0', F, 0),
    grow('to -1', F, -1),
    grow('to 4 with a place', F, 4, [[1]]),
    grow('to 5 with two places', F, 5, [[1], [1]]),
    grow('to 6 with too few places', F, 6, [[1]]),
    grow('to 5 on an unknown broker', F, 5, [[9]]),
    grow('to 5 without a broker', F, 5, [[]]),
    grow('to 5 with two copies', F, 5, [[1, 1]]),
    grow('to 5, only asked', F, 5, null, true),
    grow('unknown topic', 'delete-topics-absent', 5),
    grow('internal topic', '__consumer_offsets', 5, null, true),
    ...[0, 1, 2, 3].map((version) =>
      ask(`partitions, v${version}`, CreatePartitions, version, {
        timeoutMs: 5000,
        topics: [{ name: F, count: 5 + version, assignments: null }],
      }),
    ),
    ask('the same topic twice', CreatePartitions, 3, {
      timeoutMs: 5000,
      topics: [
        { name: F, count: 20, assignments: null },
        { name: F, count: 21, assignments: null },
        { name: E, count: 2, assignments: null },
      ],
    }),
    ask('what there is', Metadata, 12, { topics: [{ name: F }, { name: E }], allowAutoTopicCreation: false }),
    ...[1, 2, 3, 4, 5].map((version, i) => ask(`v${version}`, DeleteTopics, version, { timeoutMs: 5000, topicNames: [NAMES[i]!] })),
    ask('unknown names', DeleteTopics, 5, { timeoutMs: 5000, topicNames: ['delete-topics-absent', A] }),
    ask('an unknown name, v4', DeleteTopics, 4, { timeoutMs: 5000, topicNames: [B] }),
    ask('by an unknown id', DeleteTopics, 6, { timeoutMs: 5000, topics: [{ name: null, topicId: UNKNOWN_ID }] }),
    ask('by the id of a deleted topic', DeleteTopics, 6, (seen) => ({
      timeoutMs: 5000,
      topics: [{ name: null, topicId: topicId(seen, C) }],
    })),
    ask('by neither', DeleteTopics, 6, { timeoutMs: 5000, topics: [{ name: null, topicId: ZERO_UUID }] }),
    ask('by both', DeleteTopics, 6, (seen) => ({ timeoutMs: 5000, topics: [{ name: F, topicId: topicId(seen, F) }] })),
    ask('the same name twice', DeleteTopics, 6, { timeoutMs: 5000, topics: [{ name: F }, { name: F }] }),
    ask('by name and by id', DeleteTopics, 6, (seen) => ({
      timeoutMs: 5000,
      topics: [{ name: F }, { name: null, topicId: topicId(seen, F) }],
    })),
    ask('by id', DeleteTopics, 6, (seen) => ({ timeoutMs: 5000, topics: [{ name: null, topicId: topicId(seen, F) }] })),
    ask('delete nothing', DeleteTopics, 6, { timeoutMs: 5000, topics: [] }),
    ask('all are gone', Metadata, 12, { topics: [A, B, C, D, E, F].map((name) => ({ name })), allowAutoTopicCreation: false }),
    writeValues('write to a deleted topic', F, 'lost'),
  ],
}
