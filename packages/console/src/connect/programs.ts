/** What a program needs to know. */
export interface Connection {
  readonly bootstrap: string
  /** A file on the machine that Leat runs on; null: the certificate is trusted already. */
  readonly caFile: string | null
  readonly key: string
  readonly secret: string
  readonly topic: string
}

export interface Program {
  readonly id: string
  readonly label: string
  /** What to do with the text. */
  readonly run: readonly string[]
  readonly file: string
  readonly text: (connection: Connection) => string
}

const quoted = (text: string): string => JSON.stringify(text)

function javaScript({ bootstrap, caFile, key, secret, topic }: Connection): string {
  return `import { readFileSync } from 'node:fs'
import { Kafka } from 'kafkajs'

const kafka = new Kafka({
  clientId: 'first-look',
  brokers: ${JSON.stringify(bootstrap.split(','))},
  ssl: ${caFile === null ? 'true' : `{ ca: [readFileSync(${quoted(caFile)}, 'utf8')] }`},
  sasl: { mechanism: 'plain', username: ${quoted(key)}, password: ${quoted(secret)} },
})

const producer = kafka.producer()
await producer.connect()
for (let n = 1; n <= 10; n++) {
  await producer.send({ topic: ${quoted(topic)}, messages: [{ key: \`key-\${n}\`, value: JSON.stringify({ n, at: new Date() }) }] })
  console.log(\`sent \${n}\`)
}
await producer.disconnect()

const consumer = kafka.consumer({ groupId: 'first-look' })
await consumer.connect()
await consumer.subscribe({ topic: ${quoted(topic)}, fromBeginning: true })
let seen = 0
await consumer.run({
  eachMessage: async ({ partition, message }) => {
    console.log(\`partition \${partition}, offset \${message.offset}: \${message.value}\`)
    if (++seen === 10) setTimeout(() => consumer.disconnect(), 0)
  },
})
`.replace(caFile === null ? "import { readFileSync } from 'node:fs'\n" : '\u0000', '')
}

function python({ bootstrap, caFile, key, secret, topic }: Connection): string {
  return `from confluent_kafka import Consumer, Producer

connection = {
    "bootstrap.servers": ${quoted(bootstrap)},
    "security.protocol": "SASL_SSL",
    "sasl.mechanisms": "PLAIN",
    "sasl.username": ${quoted(key)},
    "sasl.password": ${quoted(secret)},${caFile === null ? '' : `\n    "ssl.ca.location": ${quoted(caFile)},`}
}

producer = Producer(connection)
for n in range(1, 11):
    producer.produce(${quoted(topic)}, key=f"key-{n}", value=f'{{"n": {n}}}')
producer.flush()

consumer = Consumer({**connection, "group.id": "first-look", "auto.offset.reset": "earliest"})
consumer.subscribe([${quoted(topic)}])
seen = 0
while seen < 10:
    message = consumer.poll(1.0)
    if message is None:
        continue
    if message.error():
        raise SystemExit(message.error())
    print(f"partition {message.partition()}, offset {message.offset()}: {message.value().decode()}")
    seen += 1
consumer.close()
`
}

function java({ bootstrap, caFile, key, secret, topic }: Connection): string {
  return `bootstrap.servers=${bootstrap}
security.protocol=SASL_SSL
sasl.mechanism=PLAIN
sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="${key}" password="${secret}";
${caFile === null ? '' : `ssl.truststore.type=PEM\nssl.truststore.location=${caFile}\n`}
# kafka-console-producer.sh --bootstrap-server ${bootstrap} --command-config client.properties --topic ${topic}
# kafka-console-consumer.sh --bootstrap-server ${bootstrap} --command-config client.properties --topic ${topic} --from-beginning
`
}

function go({ bootstrap, caFile, key, secret, topic }: Connection): string {
  return `package main

import (
	"fmt"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
)

func main() {
	config := kafka.ConfigMap{
		"bootstrap.servers": ${quoted(bootstrap)},
		"security.protocol": "SASL_SSL",
		"sasl.mechanisms":   "PLAIN",
		"sasl.username":     ${quoted(key)},
		"sasl.password":     ${quoted(secret)},${caFile === null ? '' : `\n\t\t"ssl.ca.location":   ${quoted(caFile)},`}
	}
	producer, err := kafka.NewProducer(&config)
	if err != nil {
		panic(err)
	}
	topic := ${quoted(topic)}
	for n := 1; n <= 10; n++ {
		err := producer.Produce(&kafka.Message{
			TopicPartition: kafka.TopicPartition{Topic: &topic, Partition: kafka.PartitionAny},
			Key:            []byte(fmt.Sprintf("key-%d", n)),
			Value:          []byte(fmt.Sprintf("{\\"n\\": %d}", n)),
		}, nil)
		if err != nil {
			panic(err)
		}
	}
	producer.Flush(15000)
	producer.Close()
}
`
}

function kcat({ bootstrap, caFile, key, secret, topic }: Connection): string {
  return `cat > leat.conf <<'END'
bootstrap.servers=${bootstrap}
security.protocol=SASL_SSL
sasl.mechanisms=PLAIN
sasl.username=${key}
sasl.password=${secret}
${caFile === null ? '' : `ssl.ca.location=${caFile}\n`}END
echo 'key-1:{"n":1}' | kcat -F leat.conf -P -t ${topic} -K :
kcat -F leat.conf -C -t ${topic} -o beginning -e
`
}

export const PROGRAMS: readonly Program[] = [
  { id: 'javascript', label: 'JavaScript', file: 'first-look.mjs', run: ['npm install kafkajs', 'node first-look.mjs'], text: javaScript },
  { id: 'python', label: 'Python', file: 'first_look.py', run: ['pip install confluent-kafka', 'python first_look.py'], text: python },
  { id: 'java', label: 'Java', file: 'client.properties', run: ['The lines at its end are Kafka’s own tools.'], text: java },
  { id: 'go', label: 'Go', file: 'main.go', run: ['go mod init first-look && go mod tidy', 'go run .'], text: go },
  { id: 'kcat', label: 'kcat', file: 'a shell', run: ['Paste it into a shell.'], text: kcat },
]
