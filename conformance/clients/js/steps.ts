/**
 * What the JavaScript clients share of doing what they are told: an object of strings a line on stdin (`step`, `bootstrap`, `ca`, `user`, `password` and what the
 * step needs), one answer a line on stdout. Each step is a client of its own, but for those that are held.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { describe } from './report.ts'

const STEP_MS_MAX = 30_000
/** Sends that a throttled producer has under way. */
const SENDS_MAX = 8

export type Step = Readonly<Record<string, string>> & {
  readonly step: string
  readonly bootstrap: string
  readonly user: string
  readonly password: string
  readonly topic: string
  readonly group: string
  readonly principal: string
}

export type StepTable<T> = Readonly<Record<string, (client: T, step: Step) => Promise<string>>>

export interface StepsOptions<T> {
  /** Why a step is missing in the table. */
  readonly missing: Readonly<Record<string, string>>
  open(step: Step, ca: string): T
  /** What a user sees an error by. */
  errorOf(error: unknown): string
}

export async function runSteps<T>(table: StepTable<T>, { missing, open, errorOf }: StepsOptions<T>): Promise<never> {
  for await (const line of createInterface({ input: process.stdin })) {
    const step = JSON.parse(line) as Step
    const known = table[step.step]
    const answer =
      known === undefined
        ? { skip: missing[step.step] ?? 'the client has no such call' }
        : await inTime(known(open(step, readFileSync(step.ca!, 'utf8')), step)).then(
            (value) => ({ ok: true, value }),
            (error: unknown) => ({ ok: false, error: errorOf(error), detail: describe(error) }),
          )
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  }
  // A client that was refused may still be trying.
  process.exit(0)
}

async function inTime(work: Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no outcome in ${STEP_MS_MAX} ms`)), STEP_MS_MAX)
  })
  return await Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** As fast as it goes; counted after the burst that a quota allows. Answers MB (1e6 bytes) per second; these clients show no throttle time. */
export async function throttle(step: Step, send: (value: Buffer) => Promise<unknown>): Promise<string> {
  const value = Buffer.alloc(Number(step.recordBytes))
  const from = performance.now() + Number(step.burstMs)
  const end = from + Number(step.countedMs)
  let bytes = 0
  const sender = async (): Promise<void> => {
    while (performance.now() < end) {
      await send(value)
      const now = performance.now()
      if (now >= from && now < end) bytes += value.length
    }
  }
  await Promise.all(Array.from({ length: SENDS_MAX }, sender))
  return (bytes / 1e6 / (Number(step.countedMs) / 1000)).toFixed(4)
}

export function seen(isThere: boolean): string {
  return isThere ? 'present' : 'absent'
}

/** Resolves with the first value that is told, and rejects with the first error. */
export function firstOf<T>(begin: (tell: (value: T) => void, refuse: (error: unknown) => void) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => begin(resolve, reject))
}
