/** Apache Kafka as a fixture: `await using kafka = await startKafka({ dir })`. */
export { startKafka, removeKafka } from './start.ts'
export type { Kafka, KafkaNode, KafkaOptions, SaslSsl } from './start.ts'
export { kafkaTool } from './tool.ts'
export type { KafkaToolName, ToolOptions } from './tool.ts'
export { makeArchives } from './archive.ts'
export { BROKER_FLAGS, QUICK_FLAGS, kafkaJvm, mavenJars } from './jvm.ts'
export { answersApiVersions } from './api-versions.ts'
