import type { Played } from './play.ts'
import type { Plain } from './normalise.ts'

/** One place where two answers to the same request differ. `path` is written as in JavaScript: `topics[0].errorCode`. */
export interface Deviation {
  readonly step: string
  readonly path: string
  readonly kafka: Plain | undefined
  readonly ours: Plain | undefined
}

/** All places where two runs of a script differ; none: alike field by field. */
export function compare(kafka: readonly Played[], ours: readonly Played[]): Deviation[] {
  const found: Deviation[] = []
  const steps = new Set([...kafka, ...ours].map(({ step }) => step))
  for (const step of steps) {
    const theirs = kafka.find((played) => played.step === step)?.outcome
    const own = ours.find((played) => played.step === step)?.outcome
    walk(theirs, own, '', (path, a, b) => found.push({ step, path, kafka: a, ours: b }))
  }
  return found
}

/** Our words are our own: where Kafka explains, we must; where Kafka is silent, we may. Nobody parses them. */
const TEXTS: ReadonlySet<string> = new Set(['errorMessage', 'batchIndexErrorMessage'])

function isTold(kafka: Plain | undefined, ours: Plain | undefined): boolean {
  return typeof ours === 'string' ? kafka === null || typeof kafka === 'string' : kafka === ours
}

type Report = (path: string, kafka: Plain | undefined, ours: Plain | undefined) => void

function walk(a: Plain | undefined, b: Plain | undefined, path: string, report: Report): void {
  if (isList(a) && isList(b)) {
    if (a.length !== b.length) report(`${path}.length`, a.length, b.length)
    for (let i = 0; i < Math.min(a.length, b.length); i++) walk(a[i], b[i], `${path}[${i}]`, report)
  } else if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (TEXTS.has(key) && isTold(a[key], b[key])) continue
      walk(a[key], b[key], path === '' ? key : `${path}.${key}`, report)
    }
  } else if (a !== b) report(path, a, b)
}

function isList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value)
}

function isObject(value: Plain | undefined): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
