import { FsError } from '@leat/base'
import { type Call, ErrorCode, type Reply, decode } from '@leat/wire'
import { DescribeLogDirs } from '@leat/wire/messages/35-describe-log-dirs'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'
import type { Partition } from '../topics/partition.ts'
import type { Topic } from '../topics/topic-table.ts'

/**
 * DescribeLogDirs (35)
 *
 * Behaviour: the one data directory, with the sizes of the partitions this broker leads. Total and usable bytes of the volume are not known: -1.
 *
 * Versions: v3 top-level error · v4 volume sizes (KIP-827) · v5 cordoned (KIP-1066): never.
 */
export function describeLogDirs(engine: EngineContext): Handler {
  return { api: DescribeLogDirs, min: 1, max: 5, handle: (call) => handleDescribeLogDirs(engine, call) }
}

function handleDescribeLogDirs(engine: EngineContext, call: Call): Reply {
  const asked = decode(call, DescribeLogDirs).topics
  const wanted = asked === null ? null : new Map(asked.map(({ topic, partitions }) => [topic, new Set(partitions)]))
  const topics = [...engine.topics.all()].flatMap((topic) => {
    const partitions = topic.partitions.filter(
      ({ leader, index }) => leader === call.session.node && (wanted === null || wanted.get(topic.name)?.has(index) === true),
    )
    return partitions.length === 0 ? [] : [topicEntry(engine, topic, partitions)]
  })
  return respond(DescribeLogDirs, {
    errorCode: ErrorCode.NONE,
    results: [{ errorCode: ErrorCode.NONE, logDir: engine.logDir.dir, topics, totalBytes: -1, usableBytes: -1 }],
  })
}

function topicEntry(engine: EngineContext, { name }: Topic, partitions: readonly Partition[]) {
  return {
    name,
    partitions: partitions.map(({ index, logName }) => ({
      partitionIndex: index,
      partitionSize: sizeOf(engine, logName),
      offsetLag: 0,
      isFutureKey: false,
    })),
  }
}

function sizeOf(engine: EngineContext, logName: string): number {
  try {
    return engine.logDir.sizeOf(logName)
  } catch (error) {
    if (!(error instanceof FsError)) throw error
    return -1
  }
}
