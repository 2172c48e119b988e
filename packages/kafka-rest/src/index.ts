export { type Activity, KAFKA_REST_LIMITS, type KafkaDoor, type KafkaRestLimits, type KafkaRestOptions } from './door.ts'
export { kafkaRestOperations } from './operations.ts'
