/** Producing to a topic by its partitions. Apart from the index: see `socket.ts`. */
export { murmur2, partitionOfKey } from './producer/murmur2.ts'
export { type Delivered, type ProducedRecord, Producer, type ProducerOptions, openProducer } from './producer/producer.ts'
export { type TopicPlace, lookUpTopic } from './topic-place.ts'
