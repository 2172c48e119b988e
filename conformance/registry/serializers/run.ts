/**
 * Stock serializers against Leat's registry: `node conformance/registry/serializers/run.ts [--only js|python] [--target up|kafka]`. Three formats, keys and values;
 * each program then reads what the other wrote. A whole run writes its section of docs/clients.md. Ends with one line `N passed, N failed, N skipped`.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CONFORMANCE_DIR, Unavailable } from '../../cache.ts'
import { run, tail } from '../../process.ts'
import { type Outcome, type Result, count, parseLine } from '../../results.ts'
import { writeSection } from '../../table.ts'
import { PROGRAMS, type SerializerProgram } from './programs.ts'
import { SECTION, renderSection } from './section.ts'
import { leatRegistryOnKafka, leatUp, type RegistryTarget } from './targets.ts'

/** One program, one mode. */
const PROGRAM_MS_MAX = 90_000
/** Of a message that is shown. */
const DETAIL_CHARS_MAX = 240
const WORDS = { passed: 'ok     ', failed: 'FAILED ', 'not-offered': '-      ', skipped: 'skipped' } as const satisfies Record<
  Outcome['kind'],
  string
>

const { values } = parseArgs({ options: { only: { type: 'string' }, target: { type: 'string' } } })
const programs = PROGRAMS.filter(({ name }) => values.only === undefined || name === values.only)
const targets = [
  { name: 'up', open: leatUp },
  { name: 'kafka', open: leatRegistryOnKafka },
].filter(({ name }) => values.target === undefined || name === values.target)
const results: Result[] = []

function add(target: string, client: string, scenario: string, outcome: Outcome): void {
  results.push({ target, security: 'SASL_SSL', client, scenario, outcome })
  const detail = outcome.detail.replaceAll(/\s+/g, ' ')
  console.log(
    `${WORDS[outcome.kind]} ${target}, ${client}, ${scenario}: ${detail.slice(0, DETAIL_CHARS_MAX)}${detail.length > DETAIL_CHARS_MAX ? '…' : ''}`,
  )
}

/** @returns the topics that it wrote */
async function play(target: RegistryTarget, program: SerializerProgram, mode: string, more: readonly string[]): Promise<readonly string[]> {
  try {
    const [command, ...args] = await program.prepare()
    const all = [...args, mode, ...target.args, ...(await program.args()), ...more]
    const { code, stdout, stderr } = await run(command, all, { timeoutMs: PROGRAM_MS_MAX })
    const lines = stdout.split('\n')
    for (const line of lines) {
      const told = parseLine(line)
      if (told !== null) add(target.name, program.title, told.scenario, told.outcome)
    }
    if (code !== 0) add(target.name, program.title, mode, { kind: 'failed', detail: `it ended with ${code}: ${tail(stderr, 1000)}` })
    return lines.flatMap((line) => /^\{"wrote": ?"(.+)"\}$/.exec(line)?.[1] ?? [])
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    add(target.name, program.title, mode, { kind: 'skipped', detail: error.message })
    return []
  }
}

for (const { name, open } of targets) {
  try {
    await using target = await open()
    const prefix = `s${randomBytes(3).toString('hex')}`
    const wrote = await Promise.all(programs.map((program) => play(target, program, 'write', [`prefix=${prefix}`])))
    const reading = programs.map(async (program, index) => {
      const topics = wrote.flatMap((those, writer) => (writer === index ? [] : those))
      if (topics.length > 0) await play(target, program, 'read', [`prefix=${prefix}r`, `topics=${topics.join(',')}`])
    })
    await Promise.all(reading)
  } catch (error) {
    add(name, 'target', 'start', { kind: error instanceof Unavailable ? 'skipped' : 'failed', detail: String(error) })
  }
}
const isWhole = values.only === undefined && values.target === undefined
if (isWhole) writeSection(join(CONFORMANCE_DIR, '../docs/clients.md'), SECTION, renderSection(results))
console.log(`${count(results, 'passed')} passed, ${count(results, 'failed')} failed, ${count(results, 'skipped')} skipped`)
process.exitCode = count(results, 'failed') === 0 ? 0 : 1
