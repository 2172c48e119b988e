/** Runs trials of both sides alternately: A B, B A, A B, ... The first pair warms the machine up and is dropped. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { tail } from '../../conformance/process.ts'
import { LOG_NAMES } from './broker.ts'
import { ownDir } from './children.ts'
import { ROOT, awaitQuiet, syncDisks } from './machine.ts'
import type { Scenario, SideName, Values } from './scenario.ts'
import { compare } from './stats.ts'

/** On the disk of the checkout, git-ignored. */
export const WORK_DIR = join(ROOT, 'bench/.work')
/** What (max - min) / median of a ratio may be before more pairs are run. */
export const SPREAD_MAX = 0.1
/** Pairs that count, before the first look at the spread. */
const PAIRS_MIN = 3

/** Of a broker's log, when its trial failed. */
const LOG_CHARS = 2000

const FORWARD: readonly SideName[] = ['kafka', 'leat']

export interface RunOptions {
  /** Pairs that count; the dropped one comes on top. */
  readonly pairsMax: number
  readonly say: (line: string) => void
}

export interface Outcome {
  readonly scenario: Scenario
  readonly kafka: readonly Values[]
  readonly leat: readonly Values[]
  /** Trials that began although the machine was busy with something else. */
  readonly busyTrials: number
}

/** @throws what a trial throws: a broker that does not do what it is measured at has no number. */
export async function runPairs(scenario: Scenario, { pairsMax, say }: RunOptions): Promise<Outcome> {
  const values: Record<SideName, Values[]> = { kafka: [], leat: [] }
  let busyTrials = 0
  for (let pair = 0; pair <= pairsMax; pair++) {
    const isDropped = pair === 0
    const order = pair % 2 === 0 ? FORWARD : FORWARD.toReversed()
    for (const side of order) {
      if (!(await awaitQuiet(say)) && !isDropped) busyTrials += 1
      const found = await runTrial(scenario, side, { smoke: false, profileDir: null, say })
      if (!isDropped) values[side].push(found)
    }
    if (!isDropped && pair >= Math.min(PAIRS_MIN, pairsMax) && isSettled(scenario, values)) break
  }
  return { scenario, ...values, busyTrials }
}

export interface TrialOptions {
  readonly smoke: boolean
  readonly profileDir: string | null
  readonly say: (line: string) => void
}

/** One trial in a directory of its own, which is gone afterwards. */
export async function runTrial(scenario: Scenario, side: SideName, { smoke, profileDir, say }: TrialOptions): Promise<Values> {
  mkdirSync(WORK_DIR, { recursive: true })
  const dir = mkdtempSync(join(WORK_DIR, `${side}-`))
  const removeDir = ownDir(dir)
  const began = performance.now()
  try {
    if (!smoke) syncDisks()
    const values = await scenario.run({ side, dir, smoke, profileDir, say: (line) => say(`${scenario.name} ${side}: ${line}`) })
    say(`${scenario.name} ${side}: done in ${((performance.now() - began) / 1000).toFixed(1)} s`)
    return values
  } catch (error) {
    // The directory is about to go, and what the broker said in it tells more than the client that failed.
    for (const words of lastWords(dir)) say(words)
    throw error
  } finally {
    removeDir()
  }
}

/** The end of each broker's log in a trial's directory. */
function lastWords(dir: string): string[] {
  const logs = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((path) => LOG_NAMES.includes(basename(path)))
  return logs.map((path) => `${path} ended with\n${tail(readFileSync(join(dir, path), 'utf8'), LOG_CHARS)}`)
}

export function valuesOf(values: readonly Values[], key: string): number[] {
  return values.map((one) => one.get(key) ?? Number.NaN)
}

function isSettled(scenario: Scenario, values: Readonly<Record<SideName, readonly Values[]>>): boolean {
  return scenario.figures
    .filter((figure) => figure.settles === true)
    .every(({ key }) => compare(valuesOf(values.kafka, key), valuesOf(values.leat, key)).ratioSpread < SPREAD_MAX)
}
