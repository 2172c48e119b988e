import { ok, type Result } from '@leat/base'
import { command } from '../../command.ts'
import { type Complaint, failed } from '../../complaint.ts'
import type { Context } from '../../context.ts'
import { OUTPUT_FLAG } from '../../flags.ts'
import { render } from '../../output/render.ts'
import { pause } from '../../pause.ts'
import { list, nothing } from '../../view.ts'
import { REGISTRY_FLAGS, registryGiven } from '../flags.ts'
import { withRegistry } from '../with-registry.ts'
import { applyFile, type Place } from './apply-file.ts'
import type { Applying } from './applying.ts'
import { needsOf } from './needs.ts'
import { inOrder } from './order.ts'
import { type FileOutcome, isRefusal, OUTCOMES, outcomeRow, problemLines } from './outcome.ts'
import { schemaFiles } from './schema-files.ts'
import { checkDistinct, type ReadFile, readFile, STRATEGIES } from './subjects.ts'

export const schemaRegistryApply = command({
  path: 'schema-registry apply',
  summary: 'Check and register all schemas of a directory, what others refer to first.',
  more: [
    'Schemas are files that end in .avsc, .json or .proto. What they refer to is found among them: names of Avro types, $ref, imports.',
    'The exit code is 1 when something is refused; all that is not is registered all the same.',
  ].join('\n'),
  args: [{ name: 'dir', summary: 'Directory, such as src/main/avro.' }],
  flags: {
    'subject-strategy': {
      type: 'text',
      summary: 'Subjects: "topic" is the name of the file (orders-value.avsc), "record" that of the schema, "topic-record" both.',
      choices: STRATEGIES,
      default: 'topic',
    },
    'dry-run': { type: 'switch', summary: 'Check compatibility and register nothing.' },
    normalize: { type: 'switch', summary: 'Schemas that say the same in another way count as the same.' },
    ...REGISTRY_FLAGS,
    ...OUTPUT_FLAG,
  },
  examples: [
    { does: 'Check what a pull request would register.', line: 'schema-registry apply src/main/avro --dry-run' },
    { does: 'Register it.', line: 'schema-registry apply src/main/avro' },
  ],
  async run(context, { args: [dir = ''], flags }) {
    const found = schemaFiles(context.fs, dir.replace(/(?<=.)\/+$/, ''))
    if (!found.ok) return found
    const needs = needsOf(found.value)
    const { files, circular } = inOrder(needs)
    const strategy = flags['subject-strategy'] as (typeof STRATEGIES)[number]
    const read: ReadFile[] = []
    for (const file of files) {
      const one = await readFile(file, needs, strategy)
      read.push(circular.has(file) ? { ...one, needs: [], problem: 'it refers to itself by way of other files' } : one)
    }
    const distinct = checkDistinct(read)
    if (!distinct.ok) return distinct
    return withRegistry(context, registryGiven(flags), async ({ ask }) => {
      const applying = { ask, dryRun: flags['dry-run'] === true, normalize: flags.normalize === true, patiently: patience(context) }
      const outcomes = await applyAll(applying, read)
      return outcomes.ok ? report(context, outcomes.value, flags.output) : outcomes
    })
  },
})

async function applyAll(applying: Applying, read: readonly ReadFile[]): Promise<Result<readonly FileOutcome[], Complaint>> {
  const outcomes = new Map<string, FileOutcome>()
  const placeOf = (path: string): Place => {
    const done = outcomes.get(path)
    if (done === undefined || !('version' in done.outcome) || done.outcome.version === undefined) return null
    return { subject: done.subject, version: done.outcome.version }
  }
  for (const one of read) {
    const { path, type } = one.file
    const broken = one.needs.find(({ file }) => isRefusedAt(outcomes.get(file.path)))
    const outcome: Result<FileOutcome['outcome'], Complaint> =
      broken === undefined
        ? await applyFile(applying, one, placeOf)
        : ok({ kind: 'skipped', why: `it refers to ${broken.file.path}, which was refused` })
    if (!outcome.ok) return outcome
    outcomes.set(path, { path, type, subject: one.subject, outcome: outcome.value })
  }
  return ok([...outcomes.values()])
}

function isRefusedAt(outcome: FileOutcome | undefined): boolean {
  return outcome !== undefined && isRefusal(outcome)
}

async function report(context: Context, outcomes: readonly FileOutcome[], format: string) {
  const view = list(OUTCOMES, outcomes.map(outcomeRow))
  const isHuman = format === 'human'
  const shown = render(view.value, format as Parameters<typeof render>[1], context.terminal.columns)
  await context.terminal.write(isHuman ? shown + problemLines(outcomes) : shown)
  const refused = outcomes.filter(isRefusal).length
  return refused === 0 ? nothing() : failed(`${refused} of ${outcomes.length} schemas ${refused === 1 ? 'was' : 'were'} refused`)
}

const TOO_MANY_REQUESTS = 429
const AGAIN_MS = 1_000
const TRIES_MAX = 60

/** The registry answers so many requests a second and no more; a directory may have more schemas. */
function patience({ clock, signal }: Context): Applying['patiently'] {
  return async (ask) => {
    for (let tries = 1; ; tries++) {
      const asked = await ask()
      if (asked.ok || asked.error.status !== TOO_MANY_REQUESTS || tries === TRIES_MAX) return asked
      await pause(clock, AGAIN_MS, signal)
    }
  }
}
