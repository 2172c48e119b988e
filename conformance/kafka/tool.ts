/** Kafka's own command-line tools. Maven Central has their classes, not the shell scripts that start them. */
import { type RunOutcome, run } from '../process.ts'
import { QUICK_FLAGS, archiveFlags, kafkaJvm } from './jvm.ts'

const MAIN_CLASS = {
  topics: 'org.apache.kafka.tools.TopicCommand',
  configs: 'kafka.admin.ConfigCommand',
  'console-producer': 'org.apache.kafka.tools.ConsoleProducer',
  'console-consumer': 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  'producer-perf': 'org.apache.kafka.tools.ProducerPerformance',
  'consumer-perf': 'org.apache.kafka.tools.ConsumerPerformance',
  'verifiable-producer': 'org.apache.kafka.tools.VerifiableProducer',
  'verifiable-consumer': 'org.apache.kafka.tools.VerifiableConsumer',
  'consumer-groups': 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  'get-offsets': 'org.apache.kafka.tools.GetOffsetShell',
  'delete-records': 'org.apache.kafka.tools.DeleteRecordsCommand',
  'log-dirs': 'org.apache.kafka.tools.LogDirsCommand',
  'dump-log': 'org.apache.kafka.tools.DumpLogSegments',
  'broker-api-versions': 'org.apache.kafka.tools.BrokerApiVersionsCommand',
  cluster: 'org.apache.kafka.tools.ClusterTool',
  storage: 'kafka.tools.StorageTool',
} as const

export type KafkaToolName = keyof typeof MAIN_CLASS

export interface ToolOptions {
  readonly input?: string | Uint8Array
  /** Default 60,000. */
  readonly timeoutMs?: number
  /** JVM flags in place of the quick ones: measurements use `BROKER_FLAGS` or their own. */
  readonly flags?: readonly string[]
  readonly onLine?: (line: string) => void
  readonly signal?: AbortSignal
}

/** Runs a tool to its end: one JVM, a bounded heap. @throws Unavailable when the jars cannot be had. */
export async function kafkaTool(tool: KafkaToolName, args: readonly string[], options: ToolOptions = {}): Promise<RunOutcome> {
  const { flags, timeoutMs, ...rest } = options
  const jvm = flags === undefined ? await kafkaJvm(QUICK_FLAGS, 'tool', archiveFlags('tool')) : await kafkaJvm(flags, 'tool')
  return await run('java', [...jvm, MAIN_CLASS[tool], ...args], { timeoutMs: timeoutMs ?? 60_000, ...rest })
}
