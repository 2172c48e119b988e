/**
 * Plays all scripts against Apache Kafka and keeps its answers in `recorded/`.
 *
 *   node conformance/differential/record.ts [script…]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { silentLogger } from '@leat/base'
import { nodeClock, nodeNet } from '@leat/base/node'
import { ApiKey, type Backend, ErrorCode } from '@leat/wire'
import {
  type CreateTopicsResponse,
  FindCoordinator,
  Heartbeat,
  IncrementalAlterConfigs,
  InitProducerId,
  ListOffsets,
  Metadata,
  UpdateFeatures,
} from '@leat/wire/messages'
import { openPassThrough } from '../../packages/gateway/src/index.ts'
import { type Outcome, type Speaker, speaker } from '../../packages/engine/test/speak.ts'
import { startKafka } from '../kafka/index.ts'
import { type Played, play } from './play.ts'
import { playRaw } from './raw.ts'
import { API_VERSIONS, rangesOf } from './api-ranges.ts'
import { writeRecorded } from './recorded.ts'
import { RAW_BYTES, SCRIPTS } from './scripts/index.ts'
import type { Step } from './script.ts'
import { BROKER_CONFIG } from './engine-under-test.ts'

const NODE = 1
/** Kafka's controller answers before the broker has read what it decided. */
const SETTLE_MS = 300
/** A request that waits must have come before the next one is sent; a group's first record must be committed before it is described. */
const WAIT_MS = 150
const SETTLED_AFTER: ReadonlySet<number> = new Set([
  ApiKey.CreateTopics,
  ApiKey.DeleteTopics,
  ApiKey.CreatePartitions,
  ApiKey.AlterConfigs,
  ApiKey.IncrementalAlterConfigs,
  ApiKey.Metadata,
])
/** Groups enough to touch every partition of `__consumer_offsets`. */
const WARM_GROUPS = 16
const WARM_UP_ATTEMPTS_MAX = 200

const clock = nodeClock()
const wanted = process.argv.slice(2)
const dir = mkdtempSync(join(tmpdir(), 'differential-'))
try {
  await using kafka = await startKafka({
    dir,
    saslSsl: false,
    // No cleaning while we look: the scripts' records are old.
    properties: { ...BROKER_CONFIG, 'log.initial.task.delay.ms': '3600000' },
  })
  const [host, port] = kafka.bootstrap.split(':') as [string, string]
  const address = { host, port: Number(port) }
  await using backend = await openPassThrough({ net: nodeNet(), clock, logger: silentLogger, bootstrap: [address] })
  await warmUp(backend)
  if (wanted.length === 0 || wanted.includes(API_VERSIONS)) write(API_VERSIONS, rangesOf(backend))
  for (const script of SCRIPTS) {
    if (wanted.length > 0 && !wanted.includes(script.name)) continue
    using client = speaker(backend, { node: NODE, connectionId: `settling ${script.name}` })
    const played = await play(backend, script, { node: NODE, clock, settle: (step, outcome) => settle(client, step, outcome) })
    write(script.name, played)
  }
  if (wanted.length === 0 || wanted.includes(RAW_BYTES)) write(RAW_BYTES, await playRaw(() => nodeNet().connect(address)))
} finally {
  rmSync(dir, { recursive: true, force: true })
}

function write(name: string, played: readonly Played[]): void {
  writeRecorded(name, played)
  console.log(`${name}: ${played.length} steps`)
}

async function settle(client: Speaker, step: Step, outcome: Outcome<unknown> | null): Promise<void> {
  if (SETTLED_AFTER.has(step.api.key)) await delay(SETTLE_MS)
  else if (step.isLeftWaiting || step.api.key === ApiKey.JoinGroup) await delay(WAIT_MS)
  if (step.api.key === ApiKey.CreateTopics && outcome?.kind === 'answer') await untilLed(client, outcome.message as CreateTopicsResponse)
}

async function warmUp(backend: Backend): Promise<void> {
  using client = speaker(backend, { node: NODE, connectionId: 'warm-up' })
  await dropEligibleLeaderReplicas(client)
  await until('producer ids', async () => {
    const answer = await client.send(InitProducerId, 4, {
      transactionalId: null,
      transactionTimeoutMs: 1000,
      producerId: -1,
      producerEpoch: -1,
    })
    return answer.kind === 'answer' && answer.message.errorCode === 0
  })
  for (let i = 0; i < WARM_GROUPS; i++) {
    await until('the transaction coordinator', async () => {
      await client.send(FindCoordinator, 1, { key: `warm-up-${i}`, keyType: 1 })
      const answer = await client.send(InitProducerId, 4, {
        transactionalId: `warm-up-${i}`,
        transactionTimeoutMs: 1000,
        producerId: -1,
        producerEpoch: -1,
      })
      return answer.kind === 'answer' && answer.message.errorCode === 0
    })
    await until('the group coordinator', async () => {
      await client.send(FindCoordinator, 0, { key: `warm-up-${i}` })
      const answer = await client.send(Heartbeat, 0, { groupId: `warm-up-${i}`, generationId: 1, memberId: 'nobody' })
      // The coordinator is there and has read its partition.
      return answer.kind === 'answer' && answer.message.errorCode === ErrorCode.UNKNOWN_MEMBER_ID
    })
  }
}

/**
 * A new cluster has eligible leader replicas (KIP-966), and with them a cluster-wide min.insync.replicas in every answer about configs. One broker has
 * no use for the former, and the latter would hide what the scripts ask about.
 */
async function dropEligibleLeaderReplicas(client: Speaker): Promise<void> {
  const SAFE_DOWNGRADE = 2
  const DELETE = 1
  const features = await client.send(UpdateFeatures, 1, {
    timeoutMs: 5000,
    featureUpdates: [{ feature: 'eligible.leader.replicas.version', maxVersionLevel: 0, upgradeType: SAFE_DOWNGRADE }],
  })
  const configs = await client.send(IncrementalAlterConfigs, 1, {
    resources: [{ resourceType: 4, resourceName: '', configs: [{ name: 'min.insync.replicas', configOperation: DELETE, value: null }] }],
  })
  if (features.kind !== 'answer' || features.message.errorCode !== 0)
    throw new Error(`eligible leader replicas stay: ${JSON.stringify(features)}`)
  if (configs.kind !== 'answer' || configs.message.responses[0]!.errorCode !== 0)
    throw new Error(`min.insync.replicas stays: ${JSON.stringify(configs)}`)
  await delay(SETTLE_MS)
}

/** A broker needs its time to become the leader of what was made, the more when it has little of it. */
async function untilLed(client: Speaker, { topics }: CreateTopicsResponse): Promise<void> {
  const names = topics.flatMap(({ name, errorCode }) => (errorCode === ErrorCode.NONE ? [{ name }] : []))
  const metadata = await client.send(Metadata, 9, { topics: names, allowAutoTopicCreation: false })
  if (metadata.kind !== 'answer') throw new Error('no metadata')
  for (const { name, errorCode, partitions } of metadata.message.topics) {
    // Only asked for, not made.
    if (errorCode !== ErrorCode.NONE) continue
    await until(`${name} has leaders`, async () => {
      const asked = partitions.map(({ partitionIndex }) => ({ partitionIndex, timestamp: -1 }))
      const answer = await client.send(ListOffsets, 7, { replicaId: -1, topics: [{ name: name!, partitions: asked }] })
      return answer.kind === 'answer' && answer.message.topics[0]!.partitions.every((one) => one.errorCode === ErrorCode.NONE)
    })
  }
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await holds()); attempt++) {
    if (attempt === WARM_UP_ATTEMPTS_MAX) throw new Error(`${what} does not come up`)
    await delay(100)
  }
}
