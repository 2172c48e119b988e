import { nodeClock } from '@leat/base/node'
import { seededRandom } from '@leat/base/sim'
import { type Transport, readPartition } from '@leat/client'

export interface Stored {
  readonly key: string | null
  readonly value: string | null
  readonly timestamp: number
  readonly headers: readonly (readonly [string, string | null])[]
}

/** What a consumer of the partition reads from its beginning to its end. */
export async function storedIn(transport: Transport, topic: string, partition = 0): Promise<readonly Stored[]> {
  const pace = { clock: nodeClock(), random: seededRandom('read'), signal: new AbortController().signal }
  const stored: Stored[] = []
  for await (const { records } of readPartition(transport, { topic, partition, from: 0, upTo: 'end', ...pace })) {
    for (const { key, value, timestamp, headers } of records) {
      const pairs = headers.map(([name, bytes]) => [name, bytes?.toString() ?? null] as const)
      stored.push({ key: key?.toString() ?? null, value: value?.toString() ?? null, timestamp, headers: pairs })
    }
  }
  return stored
}
