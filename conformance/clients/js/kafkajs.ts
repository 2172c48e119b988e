/** kafkajs in the conformance run: `matrix` runs all scenarios and writes, `read` reads what others wrote, `steps` does what it is told. */
import { KafkaJsClient } from './kafkajs-client.ts'
import { groups } from './kafkajs-groups.ts'
import { records, writeCross } from './kafkajs-records.ts'
import { steps } from './kafkajs-steps.ts'
import { topics } from './kafkajs-topics.ts'
import { scenario, settingFrom } from './report.ts'

if (process.argv[2] === 'steps') await steps()
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
