import type { Scenario } from '../lib/scenario.ts'
import { FORMATS, notedText, TYPES } from './data.ts'
import { fill, long } from './fill.ts'
import { ask, startKafkaOfLeat, startRegistry } from './process.ts'

const VERSIONS = 1_000
const SMOKE_VERSIONS = 20

export const transitive: Scenario = {
  name: 'transitive',
  title: `Registry: a check over ${VERSIONS} versions`,
  what:
    `A subject with ${VERSIONS} versions of eight fields, at level FULL_TRANSITIVE, so that each is compared in both directions: milliseconds of the first check after the start, of one more with another schema, ` +
    'and of the registration of the latter. One request at a time.',
  figures: FORMATS.flatMap((format) => [
    { key: `first ${format}`, title: `${TYPES[format]}, first check`, unit: 'ms', better: 'less' as const },
    { key: `other ${format}`, title: `${TYPES[format]}, another schema`, unit: 'ms', better: 'less' as const },
    { key: `register ${format}`, title: `${TYPES[format]}, its registration`, unit: 'ms', better: 'less' as const },
  ]),
  async run(trial) {
    const versions = trial.smoke ? SMOKE_VERSIONS : VERSIONS
    await using kafka = await startKafkaOfLeat(trial)
    await fill(
      kafka.bootstrap,
      FORMATS.flatMap((format) => [...long(format, versions)]),
    )
    await using registry = await startRegistry(kafka, trial)
    const values = new Map<string, number>()
    for (const format of FORMATS) {
      const subject = `long-${format}`
      await ask(registry.url, 'PUT', `/config/${subject}`, { compatibility: 'FULL_TRANSITIVE' })
      const timed = async (key: string, path: string, version: number): Promise<unknown> => {
        const began = performance.now()
        const answer = await ask(registry.url, 'POST', path, { schemaType: TYPES[format], schema: notedText(format, version) })
        values.set(`${key} ${format}`, performance.now() - began)
        return answer
      }
      const check = `/compatibility/subjects/${subject}/versions`
      for (const [key, version] of [['first', versions + 1] as const, ['other', versions + 2] as const]) {
        const { is_compatible: isCompatible } = (await timed(key, check, version)) as { readonly is_compatible: boolean }
        if (!isCompatible) throw new Error(`${subject}: a schema with the same fields is not compatible`)
      }
      await timed('register', `/subjects/${subject}/versions`, versions + 2)
    }
    return values
  },
}
