import { fail, ok, type Result } from '@leat/base'
import { type Complaint, failed, INTERRUPTED } from './complaint.ts'
import type { Context } from './context.ts'
import { text, type View } from './view.ts'

export interface Deletion {
  /** `environment`, `Kafka cluster` */
  readonly noun: string
  readonly ids: readonly string[]
  readonly force: boolean
  /** What has to be typed: the object's name, or its id where it has none. Fails when it is not there. */
  nameOf(id: string): Promise<Result<string, Complaint>>
  remove(id: string): Promise<Result<unknown, Complaint>>
}

/** Looks each up, asks once, deletes each. What is deleted before a failure is said. */
export async function deleteEach(context: Context, deletion: Deletion): Promise<Result<View, Complaint>> {
  const { noun, ids, force } = deletion
  const names: string[] = []
  for (const id of ids) {
    const name = await deletion.nameOf(id)
    if (!name.ok) return name
    names.push(name.value === '' ? id : name.value)
  }
  const sure = force ? ok(null) : await confirm(context, `delete ${named(noun, ids)}`, ids.length === 1 ? names[0]! : 'y')
  if (!sure.ok) return sure
  for (const [i, id] of ids.entries()) {
    const removed = await deletion.remove(id)
    if (removed.ok) continue
    if (i > 0) await context.terminal.write(`Deleted ${named(noun, ids.slice(0, i))}.\n`)
    return removed
  }
  return text(`Deleted ${named(noun, ids)}.`)
}

/** Asks whether somebody means it; the answer must be `expected`. */
export async function confirm({ terminal }: Context, what: string, expected: string): Promise<Result<null, Complaint>> {
  const how = expected === 'y' ? ' (y/n): ' : `\nTo confirm, type "${expected}". To cancel, press Ctrl-C: `
  const answer = await terminal.ask(`Are you sure you want to ${what}?${how}`)
  if (answer === null && terminal.inputIsTerminal) return fail(INTERRUPTED)
  if (answer?.trim() === expected) return ok(null)
  return failed(
    answer === null ? 'not confirmed: there is no input' : 'not confirmed',
    'Nothing was changed. With --force nothing is asked.',
  )
}

function named(noun: string, ids: readonly string[]): string {
  const quoted = ids.map((id) => `"${id}"`)
  if (quoted.length === 1) return `${noun} ${quoted[0]!}`
  return `${noun}s ${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)!}`
}
