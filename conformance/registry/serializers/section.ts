import type { Result } from '../../results.ts'
import { cell, notes } from '../../table.ts'
import { PROGRAMS } from './programs.ts'

export const SECTION = 'Leat: Schema Registry'

const INTRO = `Serializers in three formats, against the registry of \`./leat up\` with its printed keys and against \`./leat registry\` on Apache Kafka. "Through
Kafka" is keys and values with the id before the payload and with the GUID in a header, and a schema with a reference; "versions" are the latest one, the latest with
metadata, a given id, and a schema that nobody registered; "rules" are migrations up and down; "refused" is an incompatible schema, with the error that the client shows.
"Read from others" is what the other serializer wrote, in each format.
`

/** By the name of a scenario, behind its format. */
const COLUMNS: readonly (readonly [title: string, scenario: RegExp])[] = [
  ['through Kafka', /\.(prefix|header|references)$/],
  ['subject names', /\.strategy\./],
  ['versions', /\.(latest|latest-with-metadata|schema-id|unregistered)$/],
  ['normalisation', /\.normalize$/],
  ['rules', /\.migration\./],
  ['refused', /\.incompatible$/],
  ['wrong credentials', /^credentials/],
  ['read from others', /\.read\./],
]

export function renderSection(results: readonly Result[]): string {
  const rows = PROGRAMS.map(({ title }) => {
    const own = results.filter(({ client }) => client === title)
    return [
      title,
      ...COLUMNS.map(([, wanted]) => cell(own.filter(({ scenario, outcome }) => wanted.test(scenario) || outcome.kind === 'skipped'))),
    ]
  })
  const head = ['serializers', ...COLUMNS.map(([title]) => title)]
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`)
  return `${INTRO}\n${lines.join('')}${notes(results)}`
}
