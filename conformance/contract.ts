/**
 * The Backend contract, run by a pass-through in front of Apache Kafka: what the contract asks is what Kafka does.
 *
 *   node conformance/contract.ts
 *
 * Ends with one line `N passed, N failed, N skipped`; the exit code is 0 when nothing failed.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '@leat/base'
import { nodeClock, nodeNet } from '@leat/base/node'
import { CONTRACT } from '../packages/engine/test/contract/cases.ts'
import { openContract } from '../packages/engine/test/contract/contract.ts'
import { openPassThrough } from '../packages/gateway/src/index.ts'
import { Unavailable } from './cache.ts'
import { startKafka } from './kafka/index.ts'

const counts = { passed: 0, failed: 0, skipped: 0 }
const dir = mkdtempSync(join(tmpdir(), 'contract-kafka-'))
try {
  await using kafka = await startKafka({ dir, saslSsl: false, properties: { 'offsets.topic.num.partitions': '4' } })
  const bootstrap = kafka.bootstrap.split(',').map((address) => {
    const [host, port] = address.split(':') as [string, string]
    return { host, port: Number(port) }
  })
  await using backend = await openPassThrough({ net: nodeNet(), clock: nodeClock(), logger: silentLogger, bootstrap })
  for (const { name, run } of CONTRACT) {
    using contract = openContract(backend, backend.nodes)
    try {
      await run(contract)
      counts.passed++
    } catch (error) {
      counts.failed++
      console.log(`failed: ${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
} catch (error) {
  if (!(error instanceof Unavailable)) throw error
  console.log(`skipped: Apache Kafka: ${error.message}`)
  counts.skipped += CONTRACT.length
} finally {
  rmSync(dir, { recursive: true, force: true })
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed === 0 ? 0 : 1
