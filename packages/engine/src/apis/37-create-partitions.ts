import { ErrorCode, decode } from '@leat/wire'
import { CreatePartitions } from '@leat/wire/messages/37-create-partitions'
import { decideCreatePartitions } from '../cluster/create-partitions.ts'
import { DUPLICATE_TOPIC, type Refusal, duplicatesOf } from '../cluster/topic-faults.ts'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'

/**
 * CreatePartitions (37)
 *
 * Behaviour: a topic only grows. Names that occur twice are refused, first in the answer.
 *
 * Versions: v2 flexible · v3 throttling by quota, the same on the wire.
 */
export function createPartitions(engine: EngineContext): Handler {
  return {
    api: CreatePartitions,
    min: 0,
    max: 3,
    handle: async (call) => {
      const { topics, validateOnly } = decode(call, CreatePartitions)
      const duplicates = duplicatesOf(topics.map(({ name }) => name))
      const wanted = topics.filter(({ name }) => !duplicates.has(name))
      const decided = await engine.cluster.change((state) =>
        decideCreatePartitions(state, wanted, validateOnly, { nodes: engine.nodes, partitionsMax: engine.limits.partitionsMax }),
      )
      const results = wanted.map(({ name }, i) =>
        result(name, decided.ok ? decided.value[i]! : { code: ErrorCode.KAFKA_STORAGE_ERROR, message: decided.error.reason }),
      )
      return respond(CreatePartitions, { results: [...[...duplicates].map((name) => result(name, DUPLICATE_TOPIC)), ...results] })
    },
  }
}

function result(name: string, refusal: Refusal | null) {
  return { name, errorCode: refusal?.code ?? ErrorCode.NONE, errorMessage: refusal?.message ?? null }
}
