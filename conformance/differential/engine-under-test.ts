import { silentLogger, silentMeter } from '@leat/base'
import { memoryFs, seededRandom } from '@leat/base/sim'
import { nodeClock } from '@leat/base/node'
import { type Engine, openEngine } from '@leat/engine'

/** Settings that recording and replay share. Everything else is each side's own default, and is compared. */
export const BROKER_CONFIG = { 'offsets.topic.num.partitions': '4' } as const

export function openEngineUnderTest(): Promise<Engine> {
  return openEngine({
    fs: memoryFs(),
    dir: '/data',
    clock: nodeClock(),
    random: seededRandom('differential'),
    logger: silentLogger,
    meter: silentMeter,
    clusterId: 'Q29uZm9ybWFuY2VSdW4wMQ',
    nodes: [1],
    durability: 'none',
    brokerConfig: BROKER_CONFIG,
  })
}
