import type { Figure, Scenario } from '../lib/scenario.ts'
import { cpuPerRequest, type WireCall } from '../lib/wire-load.ts'
import { FORMATS, type FormatName, schemaText, TYPES } from './data.ts'
import { fill, usual, VERSIONS } from './fill.ts'
import { startKafkaOfLeat, startRegistry } from './process.ts'

/** Subjects of each format; requests go round them once. */
const FULL = { schemas: 100_000, subjects: 3_000, rounds: 4 }
const SMOKE = { schemas: 900, subjects: 20, rounds: 1 }
const HEADERS = { 'content-type': 'application/vnd.schemaregistry.v1+json' }
const LOOKUP_MICROSECONDS_MAX = 50
const REGISTRATION_MICROSECONDS_MAX = 500

const LOOKUPS = {
  id: 'by id',
  latest: 'latest version of a subject',
  version: 'one version of a subject',
  known: 'POST of a known schema',
} as const
const REGISTRATIONS = { again: 'registered again, known', next: 'next version, compared', first: 'first version of a new subject' } as const

function figuresOf(key: string, title: string, microsecondsMax: number): readonly Figure[] {
  return [
    { key: `${key} rate`, title, unit: '/s', better: 'more' },
    { key: `${key} cpu`, title: `${title}: CPU`, unit: 'µs', better: 'less', goal: { kind: 'at-most', value: microsecondsMax } },
  ]
}

export const requests: Scenario = {
  name: 'requests',
  title: 'Registry: lookups and registrations',
  what:
    `A registry with ${FULL.schemas} schemas, over 32 connections with one request each under way, sent from raw sockets in another process of the same two cores; ${FULL.subjects} subjects of each format in turns. ` +
    "CPU is the registry's own process per request, all threads: 20,000 lookups per second on a core are 50 µs, 2,000 registrations 500 µs. Kafka, which takes the records of registrations, is another process.",
  figures: [
    ...Object.entries(LOOKUPS).flatMap(([key, title]) => figuresOf(key, title, LOOKUP_MICROSECONDS_MAX)),
    ...FORMATS.flatMap((format) =>
      Object.entries(REGISTRATIONS).flatMap(([key, title]) =>
        figuresOf(`${key} ${format}`, `${TYPES[format]}, ${title}`, REGISTRATION_MICROSECONDS_MAX),
      ),
    ),
  ],
  async run(trial) {
    const { schemas, subjects, rounds } = trial.smoke ? SMOKE : FULL
    await using kafka = await startKafkaOfLeat(trial)
    await fill(kafka.bootstrap, usual(schemas))
    await using registry = await startRegistry(kafka, trial)
    const values = new Map<string, number>()
    const measure = async (key: string, call: Pick<WireCall, 'method' | 'path' | 'body'>, times: number): Promise<void> => {
      const all = []
      for (let round = 0; round < times; round++)
        all.push(await cpuPerRequest(registry.pid, { base: registry.url, headers: HEADERS, ...call }, subjects))
      const last = all.slice(all.length > 1 ? 1 : 0)
      values.set(`${key} rate`, last.length / last.reduce((sum, { perSecond }) => sum + 1 / perSecond, 0))
      values.set(`${key} cpu`, last.reduce((sum, { cpu }) => sum + cpu, 0) / last.length)
      trial.say(`${key}: ${Math.round(values.get(`${key} rate`)!)} /s, ${values.get(`${key} cpu`)!.toFixed(0)} µs`)
    }
    const body = (format: FormatName, version: number): string =>
      JSON.stringify({ schemaType: TYPES[format], schema: schemaText(format, '{n}', version) })

    // What is measured first would pay for the compiler.
    await measure('id', { method: 'GET', path: '/schemas/ids/1{n}' }, rounds)
    await measure('id', { method: 'GET', path: '/schemas/ids/1{n}' }, rounds)
    await measure('latest', { method: 'GET', path: '/subjects/avro-{n}/versions/latest' }, rounds)
    await measure('version', { method: 'GET', path: '/subjects/json-{n}/versions/3' }, rounds)
    await measure('known', { method: 'POST', path: '/subjects/avro-{n}', body: body('avro', VERSIONS) }, rounds)
    for (const format of FORMATS) {
      await measure(`again ${format}`, { method: 'POST', path: `/subjects/${format}-{n}/versions`, body: body(format, VERSIONS) }, rounds)
      await measure(`next ${format}`, { method: 'POST', path: `/subjects/${format}-{n}/versions`, body: body(format, VERSIONS + 1) }, 1)
      await measure(
        `first ${format}`,
        { method: 'POST', path: `/subjects/new-${format}-{n}/versions`, body: body(format, VERSIONS + 2) },
        1,
      )
    }
    return values
  },
}
