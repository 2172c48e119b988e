/** Runs kafkajs in a process of its own and answers what it measured. */
import { fileURLToPath } from 'node:url'
import { run, tail } from '../../conformance/process.ts'
import type { KafkaJsResult, KafkaJsTask } from './kafkajs-process.ts'

const PROGRAM = fileURLToPath(new URL('./kafkajs-process.ts', import.meta.url))
const RUN_MS_MAX = 5 * 60_000

export async function kafkaJs(task: KafkaJsTask): Promise<Required<KafkaJsResult>> {
  const outcome = await run(process.execPath, [PROGRAM, JSON.stringify(task)], { timeoutMs: RUN_MS_MAX })
  if (outcome.code !== 0) throw new Error(`kafkajs ${task.mode}: ${tail(outcome.stderr + outcome.stdout, 1000)}`)
  return { mbPerSecond: Number.NaN, p50: Number.NaN, p99: Number.NaN, ...(JSON.parse(outcome.stdout) as KafkaJsResult) }
}
