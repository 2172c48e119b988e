/** The smallest consumers that take a printed configuration and print the first record of a topic. */

export const PYTHON = `
import sys
from confluent_kafka import Consumer
lines = [line.strip().split('=', 1) for line in open(sys.argv[1]) if '=' in line and not line.startswith('#')]
consumer = Consumer({**dict(lines), 'group.id': 'python', 'auto.offset.reset': 'earliest'})
consumer.subscribe([sys.argv[2]])
message = consumer.poll(30)
print(message.value().decode() if message is not None and message.error() is None else message and message.error())
consumer.close()
`

export const KAFKAJS = `
const { kafka } = await import(process.argv[2])
const consumer = kafka.consumer({ groupId: 'kafkajs' })
await consumer.connect()
await consumer.subscribe({ topic: process.argv[3], fromBeginning: true })
await consumer.run({ eachMessage: async ({ message }) => { console.log(String(message.value)); setTimeout(() => process.exit(0)) } })
`

export const PLATFORMATIC = `
const { connection } = await import(process.argv[2])
const { Consumer, stringDeserializers } = await import('@platformatic/kafka')
const consumer = new Consumer({ ...connection, clientId: 'platformatic', groupId: 'platformatic', deserializers: stringDeserializers })
const stream = await consumer.consume({ topics: [process.argv[3]], mode: 'earliest' })
for await (const message of stream) { console.log(message.value); break }
process.exit(0)
`
