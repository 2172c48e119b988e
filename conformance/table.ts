/** Writes docs/clients.md. A target that was not part of the run keeps its section. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { CLIENTS } from './clients/index.ts'
import type { Result } from './results.ts'
import { GROUPS, READ_GROUP, TOOL_GROUP, groupOf } from './scenarios.ts'

const INTRO = `# Clients

Foreign clients, unmodified, against Leat and against Apache Kafka. This page is written by \`./leat conformance\`; nobody edits it.
A cell says how many scenarios passed of those that the client offers, over both listeners (PLAINTEXT and SASL_SSL); a dash means that it
offers none. "Read from others" is every client reading, byte for byte, what every client wrote, in each of the five codecs.
`

const COLUMNS = [...Object.keys(GROUPS), READ_GROUP, TOOL_GROUP]

export function writeTable(file: string, results: readonly Result[]): void {
  const sections = existsSync(file) ? sectionsOf(readFileSync(file, 'utf8')) : new Map<string, string>()
  for (const target of new Set(results.map((result) => result.target))) {
    sections.set(target, section(results.filter((result) => result.target === target)))
  }
  write(file, sections)
}

/** A section of another run in the same page. */
export function writeSection(file: string, title: string, text: string): void {
  write(file, (existsSync(file) ? sectionsOf(readFileSync(file, 'utf8')) : new Map<string, string>()).set(title, text))
}

/** Leat, what else there is of Leat, Apache Kafka. */
function write(file: string, sections: ReadonlyMap<string, string>): void {
  const targetOf = (title: string): string => title.split(':')[0]!
  const order = [...sections].toSorted(([a], [b]) => targetOf(b).localeCompare(targetOf(a)) || a.localeCompare(b))
  writeFileSync(file, INTRO + order.map(([title, text]) => `\n## ${title}\n\n${text}`).join(''))
}

function sectionsOf(page: string): Map<string, string> {
  const parts = page.split(/^## (.+)\n\n/m).slice(1)
  return new Map(Array.from({ length: parts.length / 2 }, (_, i) => [parts[i * 2]!, `${parts[i * 2 + 1]!.trimEnd()}\n`]))
}

function section(results: readonly Result[]): string {
  const clients = CLIENTS.filter((client) => results.some((result) => result.client === client.name))
  const rows = clients.map((client) => {
    const own = results.filter((result) => result.client === client.name)
    return [client.title, ...COLUMNS.map((column) => cell(own.filter((result) => groupOf(result.scenario) === column)))]
  })
  const lines = [['client', ...COLUMNS], COLUMNS.map(() => '---').concat('---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`)
  return lines.join('') + notes(results)
}

/** What a reader is to know beside the table, each once. */
export function notes(results: readonly Result[]): string {
  const found = new Set(results.flatMap(note))
  return found.size === 0 ? '' : `\n${[...found].join('')}`
}

/** How many passed of those that the client offers. */
export function cell(results: readonly Result[]): string {
  if (results.some((result) => result.outcome.kind === 'skipped')) return 'skipped'
  const passed = results.filter((result) => result.outcome.kind === 'passed').length
  const offered = results.filter((result) => result.outcome.kind !== 'not-offered').length
  return offered === 0 ? '–' : `${passed === offered ? '' : '**'}${passed}/${offered}${passed === offered ? '' : '**'}`
}

function note(result: Result): string[] {
  const title = CLIENTS.find((client) => client.name === result.client)?.title ?? result.client
  switch (result.outcome.kind) {
    case 'passed':
      return []
    case 'failed':
      return [`- failed: ${title}, ${result.security}, ${result.scenario}: ${oneLine(result.outcome.detail)}\n`]
    case 'not-offered':
      return [`- ${title}, ${result.scenario}: ${oneLine(result.outcome.detail)}\n`]
    case 'skipped':
      return [`- skipped: ${title}: ${oneLine(result.outcome.detail)}\n`]
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 200)
}
