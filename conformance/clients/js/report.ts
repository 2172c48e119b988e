/** What both JavaScript clients share: the setting of a run, and one JSON line per scenario on stdout. */
import { readFileSync } from 'node:fs'
import { parseRows, type Row } from '../../dataset.ts'

export const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
export type Codec = (typeof CODECS)[number]

const WAIT_MS = 30_000
const ASK_AGAIN_MS = 50

export interface Setting {
  readonly mode: string
  readonly bootstrap: string[]
  readonly secured: { readonly ca: string; readonly user: string; readonly password: string } | null
  readonly rows: Row[]
  /** Topics to read: name, or name! where the writer could set no timestamps. */
  readonly topics: { readonly topic: string; readonly timestamps: boolean }[]
  /** A name of this run alone. */
  name(what: string): string
}

export function settingFrom(argv: readonly string[]): Setting {
  const values = new Map(argv.slice(3).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))
  const get = (key: string): string => {
    const value = values.get(key)
    if (value === undefined) throw new Error(`missing argument ${key}`)
    return value
  }
  const topics = values.get('topics')?.split(',') ?? []
  return {
    mode: argv[2] ?? '',
    bootstrap: get('bootstrap').split(','),
    secured: values.has('ca') ? { ca: readFileSync(get('ca'), 'utf8'), user: get('user'), password: get('password') } : null,
    rows: parseRows(readFileSync(get('data'), 'utf8')),
    topics: topics.map((topic) => ({ topic: topic.replace('!', ''), timestamps: !topic.endsWith('!') })),
    name: (what) => `${get('prefix')}-${what}`,
  }
}

/** Runs a scenario and prints its outcome, which is a result whatever it threw. */
export async function scenario(name: string, run: () => Promise<string>, deadlineMs = 2 * WAIT_MS): Promise<void> {
  const line = await withDeadline(run(), `scenario ${name}`, deadlineMs).then(
    (detail) => ({ scenario: name, ok: true, detail }),
    (error: unknown) => ({ scenario: name, ok: false, detail: describe(error) }),
  )
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** A scenario that the client does not offer: no failure, shown with its reason. */
export function notOffered(name: string, reason: string): void {
  process.stdout.write(`${JSON.stringify({ scenario: name, skip: reason })}\n`)
}

export function expect(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise)
}

export function same(wanted: unknown, got: unknown, what: string): void {
  const [a, b] = [JSON.stringify(wanted), JSON.stringify(got)]
  expect(a === b, `${what}: wanted ${a}, got ${b}`)
}

/** Asks until the answer is yes: for what another party reaches in its own time and announces by no event. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + WAIT_MS
  while (!(await isSo())) {
    expect(performance.now() < end, `waited too long for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
  }
}

/** Runs what must be refused and returns the error. */
export async function refusal(run: () => Promise<unknown>): Promise<unknown> {
  let error: unknown = null
  await run().catch((refused: unknown) => (error = refused))
  if (error === null) throw new Error('it was accepted')
  return error
}

/** An error with the errors inside it: clients wrap what the broker answered. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const inner = error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause]
  const id = (error as { readonly apiId?: string }).apiId ?? (error as { readonly type?: string }).type ?? ''
  return [`${error.name} ${id} ${error.message}`, ...inner.map(describe)].join(' < ')
}

async function withDeadline<T>(work: Promise<T>, what: string, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${deadlineMs} ms`)), deadlineMs)
  })
  return await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
