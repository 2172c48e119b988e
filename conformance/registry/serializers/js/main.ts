/** @confluentinc/schemaregistry against a registry: `write` runs all scenarios, `read` reads what others wrote. One JSON line each; arguments: ../programs.ts. */
import { scenario } from '../../../clients/js/report.ts'
import { CONTRACTS, formats } from './formats.ts'
import { overKafka, readTopic } from './over-kafka.ts'
import { credentials, scenarios } from './scenarios.ts'
import { settingFrom } from './setting.ts'

const setting = settingFrom(process.argv)
const name = `${setting.prefix}_js`
setting.libraries.registry.JsonataExecutor.register()
const all = formats(name, setting.libraries)

if (setting.mode === 'write') {
  for (const format of all) {
    const wrote = await overKafka(setting, format, `${name}_${format.name}`)
    await scenarios(setting, format)
    for (const topic of wrote) process.stdout.write(`${JSON.stringify({ wrote: topic })}\n`)
  }
  await credentials(setting)
} else if (setting.mode === 'read') {
  for (const topic of setting.topics) {
    const [writer = '', formatName, which] = topic.split('-').slice(-3)
    const format = all.find((one) => one.name === formatName)
    if (format === undefined) throw new Error(`no format of ${topic}`)
    const [contract, wanted] = which === 'priced' ? (['priced', CONTRACTS.priced] as const) : (['order', CONTRACTS.value] as const)
    await scenario(`${format.name}.read.${which}.of.${writer}`, () => readTopic(setting, format, topic, contract, wanted))
  }
} else throw new Error(`unknown mode ${setting.mode}`)
