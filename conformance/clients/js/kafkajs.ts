/** kafkajs in the conformance run: `matrix` runs all scenarios and writes, `read` reads what others wrote. */
import { KafkaJsClient } from './kafkajs-client.ts'
import { groups } from './kafkajs-groups.ts'
import { records, writeCross } from './kafkajs-records.ts'
import { topics } from './kafkajs-topics.ts'
import { scenario, settingFrom } from './report.ts'

const setting = settingFrom(process.argv)
await using client = await KafkaJsClient.open(setting)
if (setting.mode === 'matrix') {
  await topics(client)
  await records(client)
  await groups(client)
  await writeCross(client)
} else {
  for (const { topic, timestamps } of setting.topics) await scenario(`cross.read.${topic}`, () => client.readAndCompare(topic, timestamps))
}
